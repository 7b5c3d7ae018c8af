import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { join } from 'node:path';
import type { ActivityHost } from '../../activities/host';
import type { Gateways, OutboundMessage, SendResult } from '../../activities/ports';
import { createSendTouch } from '../../activities/send-touch';
import type { CaseEvent } from '../../domain/case/events';
import type { SendChannel } from '../../domain/channel';
import { sendChannels } from '../../domain/channel';
import type { Person } from '../../domain/person';
import { dayFromIso, instantFromIso } from '../../domain/time/calendar';
import { localTenant } from '../../local/tenant';
import { loadLaw } from '../../policy/law/library';
import { loadTemplates } from '../../policy/templates/load';
import type { SendTouchReply, SendTouchRequest } from '../../workflows/contract';
import { MemoryStore } from './memory-store';

const ROOT = join(__dirname, '..', '..');
const law = loadLaw({ packsDirs: [join(ROOT, 'test', 'fixtures', 'scenarios', 'packs')] });
const templates = loadTemplates(join(ROOT, 'messages'));

export const AT = instantFromIso('2026-03-11T10:00:00-05:00');

export const aDebtor = (more: Partial<Person> = {}): Person => ({
  id: 'P-1',
  name: 'Ana Núñez',
  jurisdiction: 'TEST',
  zones: ['America/Bogota'],
  language: 'es',
  kind: 'consumer',
  addresses: { email: 'ana@example.test', sms: '+573001112233' },
  dead: [],
  consent: ['email', 'sms'],
  optedOut: [],
  facts: [],
  contacts: [],
  ...more,
});

const stageChanged: CaseEvent = {
  type: 'stage_changed',
  at: AT,
  on: dayFromIso('2026-03-11'),
  stage: 'administrative',
};

/** The touch of step `vencido`, by SMS or else by email, with one event that waits for the ledger. */
export const aTouch = (more: Partial<SendTouchRequest> = {}): SendTouchRequest => ({
  tenant: 'acme',
  accountId: 'A-1',
  personId: 'P-1',
  touch: {
    step: 'vencido',
    anchor: 'D1',
    at: AT,
    via: ['sms', 'email'],
    template: 'vencido',
    stage: 'administrative',
    days: 1,
    dpd: 1,
  },
  factSeq: 0,
  actor: 'creditor',
  profile: 'strict',
  window: { from: 10 * 3600, to: 18 * 3600 },
  bill: {
    amountMinor: 100_000,
    overdueMinor: 100_000,
    currency: 'COP',
    dueDate: '2026-03-10',
    daysPastDue: 1,
  },
  journal: { batchId: 'A-1#0', strategyVersion: 'referencia@1', events: [stageChanged] },
  ...more,
});

/** The activity with everything around it in memory. `answers` are the provider's, in order; then it accepts all. */
export class TouchLab {
  readonly store: MemoryStore;
  readonly out: OutboundMessage[] = [];
  /** Runs when the provider has the message. */
  onSend: (() => void) | undefined;

  constructor(
    person: Partial<Person> = {},
    private readonly answers: SendResult[] = [],
    private readonly other: Partial<ActivityHost> = {},
  ) {
    this.store = new MemoryStore(aDebtor(person));
  }

  /** Runs the activity as Temporal would on its `attempt`th try. */
  send(request: SendTouchRequest = aTouch(), attempt = 1): Promise<SendTouchReply> {
    const environment = new MockActivityEnvironment({ attempt }, { logger: new DefaultLogger('ERROR') });
    return environment.run(createSendTouch(this.host()), request);
  }

  sent(): SendChannel[] {
    return this.out.map(({ channel }) => channel);
  }

  private host(): ActivityHost {
    return {
      store: this.store.asStore(),
      law,
      templates,
      gateways: this.gateways(),
      clock: { now: (planned) => planned },
      guardMs: 0,
      broadcast: { tell: async () => undefined },
      tenantProfile: () => localTenant,
      ...this.other,
    };
  }

  private gateways(): Gateways {
    const send = async (message: OutboundMessage): Promise<SendResult> => {
      this.out.push(message);
      this.onSend?.();
      return this.answers.shift() ?? { kind: 'accepted', providerId: `provider-${this.out.length}` };
    };
    return Object.fromEntries(sendChannels.map((channel) => [channel, { send }]));
  }
}
