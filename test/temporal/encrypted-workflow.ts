import * as wf from '@temporalio/workflow';

export const SECRET = 'Juan Pérez';

const { look } = wf.proxyActivities<{ look(name: string): Promise<string> }>({
  startToCloseTimeout: '10s',
  summary: `looks at ${SECRET}`,
  retry: { maximumAttempts: 1 },
});

export const rename = wf.defineUpdate<string, [string]>('rename');
export const leave = wf.defineSignal<[string]>('leave');

/** Sends the secret through everything that carries a payload. */
export async function keepSecret(name: string): Promise<string> {
  let reason = '';
  wf.setHandler(rename, (next) => (name = next));
  wf.setHandler(leave, (why) => void (reason = why));
  wf.upsertMemo({ name });
  await wf.sleep('1 second', { summary: `waits for ${name}` });
  await wf.condition(() => reason !== '');
  const failure = await look(name).catch((error: unknown) => error);
  if (wf.rootCause(failure) !== `${name} is not here`) throw failure;
  throw wf.ApplicationFailure.nonRetryable(`${name} left: ${reason}`, 'Left', name);
}
