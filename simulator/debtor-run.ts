import type { CaseEvent } from '../domain/case/events';
import type { Behaviour } from './behaviour';
import { Chance } from './chance';
import type { BookedPayment, Debtor, Happening } from './debtor';
import type { LiveAccount, MadeContact, Setting, Witness } from './life';
import { Life } from './life';
import { Reactions } from './reactions';
import type { Tally } from './tally';

/** Who hears of what, besides the tally. */
export interface Ears {
  readonly event?: (account: LiveAccount, event: CaseEvent) => void;
  readonly contact?: (account: LiveAccount, contact: MadeContact) => void;
  readonly bounced?: (attempt: string) => void;
  readonly payment?: (account: LiveAccount, payment: BookedPayment) => void;
  readonly happened?: Witness['happened'];
}

export interface Game extends Setting {
  readonly seed: number;
  readonly behaviour: Behaviour;
}

const NOTHING: readonly Happening[] = [];

/** Lives one debtor to the end of the run and counts. */
export function runDebtor(debtor: Debtor, game: Game, tally: Tally, ears: Ears = {}): Life {
  const { jurisdiction } = debtor.person;
  const reactions = new Reactions(new Chance(game.seed, debtor.person.id), game.behaviour, game.strategy);
  const stages = new Map<LiveAccount, string>();
  const witness: Witness = {
    event(account, event) {
      tally.event(jurisdiction, account, stages.get(account) ?? null, event);
      if (event.type === 'stage_changed') stages.set(account, event.stage);
      ears.event?.(account, event);
      return reactions.toEvent(account, event);
    },
    contact: (account, contact) => ears.contact?.(account, contact),
    bounced(_account, attempt) {
      tally.bounce();
      ears.bounced?.(attempt);
    },
    payment(account: LiveAccount, payment: BookedPayment) {
      tally.payment(account.opening.currency, payment);
      ears.payment?.(account, payment);
      return account.payer ? reactions.toPayment(account, payment) : NOTHING;
    },
    happened(happening, account, fact) {
      if (happening.kind === 'change') tally.change(happening.change.kind);
      ears.happened?.(happening, account, fact);
    },
  };
  const life = new Life(debtor, game, witness);
  life.liveUntil(game.until);
  tally.close(life.accounts, life.decisions);
  return life;
}
