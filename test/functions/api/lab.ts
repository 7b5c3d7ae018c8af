import type { AppOptions } from '../../../functions/api/app';
import { createApi } from '../../../functions/api/app';
import type { Identity } from '../../../functions/api/identity';
import type { ApiDeps } from '../../../functions/api/operation';
import { operations } from '../../../functions/api/operations';
import type { PrivacyApiDeps } from '../../../functions/api/operations/privacy';
import type { Role } from '../../../functions/api/roles';
import type { Answer } from '../../../store/answers';
import { AT } from '../../store/fixtures';
import { watch } from '../watch';

/** The API over parts that remember what they were asked; whoever calls is who `X-Role` says. */
export function apiLab(
  parts: object = {},
  answered: object = { accepted: true },
  options: Pick<AppOptions<never>, 'limit'> = {},
  more: object = {},
) {
  const asked: [string, ...unknown[]][] = [];
  const answers = new Map<string, { fingerprint: string; answer?: Answer }>();
  const store = {
    beginAnswer: async (id: string, fingerprint: string) => {
      const known = answers.get(id);
      if (!known) {
        answers.set(id, { fingerprint });
        return { kind: 'new' };
      }
      if (known.fingerprint !== fingerprint) return { kind: 'other' };
      return known.answer ? { kind: 'answered', answer: known.answer } : { kind: 'pending' };
    },
    finishAnswer: async (id: string, fingerprint: string, answer: Answer) =>
      void answers.set(id, { fingerprint, answer }),
    abandonAnswer: async (id: string) => void answers.delete(id),
    getAccount: async ({ accountId }: { accountId: string }) =>
      accountId === 'A-1' ? { accountId, currency: 'COP', ledger: { seq: 0 } } : undefined,
    ...parts,
  };
  const told =
    (name: string) =>
    async (...args: unknown[]) => {
      asked.push([name, ...args]);
      return answered;
    };
  const intake = { acceptFact: told('fact'), request: told('request'), changePerson: told('person') };
  // The operations under test use nothing else of them.
  const deps = { store, intake, strategies: { all: [] }, now: () => AT, ...more } as unknown as ApiDeps &
    PrivacyApiDeps;
  const { report, counted } = watch();
  const api = createApi({
    operations,
    deps: async () => deps,
    authenticate: async ({ headers }): Promise<Identity | undefined> => {
      const role = headers['x-role'];
      // Tests name roles of ours.
      return role === undefined ? undefined : { tenant: 'acme', actor: 'me', roles: [role as Role] };
    },
    report,
    document: '{}',
    ...options,
  });
  async function call(
    method: string,
    path: string,
    options: { role?: Role; key?: string; body?: unknown } = {},
  ) {
    const { role, key, body } = options;
    const headers = { ...(role && { 'x-role': role }), ...(key && { 'idempotency-key': key }) };
    const rawBody = Buffer.from(
      typeof body === 'string' ? body : body === undefined ? '' : JSON.stringify(body),
    );
    const answer = await api.fetch(new Request(`http://x${path}`, { method, headers }), { rawBody });
    const type = answer.headers.get('content-type') ?? '';
    return { status: answer.status, type, body: (await answer.json()) as Record<string, unknown> };
  }
  return { api, call, asked, counted, answers };
}
