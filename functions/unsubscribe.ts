import type { Instant } from '../domain/time/calendar';
import type { Store } from '../store/store';
import type { StoredAttempt } from '../store/types';
import type { Intake } from './intake';

export interface UnsubscribeRequest {
  readonly method: string;
  /** The last part of the link in List-Unsubscribe: the attempt's id, as base64url. */
  readonly token: string;
  readonly at: Instant;
}

export interface UnsubscribePage {
  readonly status: 200 | 405;
  readonly contentType: 'text/html; charset=utf-8';
  readonly body: string;
}

interface Deps {
  readonly store: Pick<Store, 'findAttempt' | 'getPerson'>;
  readonly intake: Pick<Intake, 'changePerson'>;
}

/**
 * One-click unsubscribe. Only POST acts: mail scanners follow every link. An unknown token gets the same answer, so that
 * nobody can find out which ones exist.
 *
 * @see RFC 8058
 */
export function createUnsubscribe({ store, intake }: Deps) {
  async function handle({ method, token, at }: UnsubscribeRequest): Promise<UnsubscribePage> {
    if (method === 'GET' || method === 'HEAD') return page(200, QUESTION);
    if (method !== 'POST') return page(405, QUESTION);
    const attempt = await attemptOf(token);
    if (attempt) await optOut(attempt, at);
    return page(200, DONE);
  }

  async function attemptOf(token: string): Promise<StoredAttempt | undefined> {
    const attemptId = Buffer.from(token, 'base64url').toString('hex');
    return /^[0-9a-f]{32}$/.test(attemptId) ? store.findAttempt(attemptId) : undefined;
  }

  /** Once, unless they have come back since: the person's version tells a repeated click from a new choice. */
  async function optOut(
    { tenant, personId, attemptId, channel, template }: StoredAttempt,
    at: Instant,
  ): Promise<void> {
    const known = await store.getPerson({ tenant, personId });
    if (!known || known.person.optedOut.includes(channel)) return;
    const proof = { at, how: 'one_click', textVersion: template };
    const eventId = `unsubscribe/${attemptId}/${known.version}`;
    await intake.changePerson(tenant, known.person.id, eventId, at, { kind: 'opt_out', channel, proof });
  }

  return { handle };
}

const QUESTION = `<h1>¿Dejar de recibir estos mensajes?</h1>
<form method="post"><input type="hidden" name="List-Unsubscribe" value="One-Click">
<button>Sí, no quiero recibirlos más</button></form>
<p lang="pt">Toque no botão para deixar de receber estas mensagens.</p>
<p lang="en">Press the button to stop receiving these messages.</p>`;

const DONE = `<h1>Listo: no le enviaremos más mensajes por este medio.</h1>
<p lang="pt">Pronto: não enviaremos mais mensagens por este canal.</p>
<p lang="en">Done: we will not send you messages by this channel any more.</p>`;

const page = (status: UnsubscribePage['status'], body: string): UnsubscribePage => ({
  status,
  contentType: 'text/html; charset=utf-8',
  body: `<!doctype html><html lang="es"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="robots" content="noindex"><title>Recobro</title>${body}</html>`,
});
