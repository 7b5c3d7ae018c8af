import type { Store } from '../../store/store';
import { problemOf, refuse } from './problems';

interface Answered {
  readonly status: number;
  readonly body: unknown;
}

/**
 * Answers a request once: repeated, it gets the first answer; while it is under way, or with another content, a problem.
 * What the case refuses is an answer too. What was not understood, not found or failed on our side is not: it may be tried
 * again under its key.
 */
export async function answerOnce(
  store: Pick<Store, 'beginAnswer' | 'finishAnswer' | 'abandonAnswer'>,
  id: string,
  fingerprint: string,
  run: () => Promise<Answered>,
): Promise<Answered> {
  const begun = await store.beginAnswer(id, fingerprint);
  if (begun.kind === 'other') throw refuse('key_reused');
  if (begun.kind === 'pending') throw refuse('in_progress');
  if (begun.kind === 'answered') {
    const { status, body } = begun.answer;
    return { status, body: JSON.parse(body) as unknown };
  }
  const answered = await run().catch((error: unknown) => refusalOf(error));
  if ('error' in answered) {
    await store.abandonAnswer(id);
    throw answered.error;
  }
  await store.finishAnswer(id, fingerprint, { ...answered, body: JSON.stringify(answered.body) });
  return answered;
}

function refusalOf(error: unknown): Answered | { readonly error: unknown } {
  const known = problemOf(error);
  return known?.status === 409 ? { status: known.status, body: known } : { error };
}
