import { readFileSync } from 'node:fs';
import type { TraceContext } from '../../traces/context';
import { eventually } from './system';

/** Waits until the worker has written that it did something in the trace of whoever caused it. */
export const expectTraced = (logFile: string, { traceId }: TraceContext, span: string): Promise<true> =>
  eventually(`The worker's log has a span "${span}" of trace ${traceId}`, async () => {
    const lines = readFileSync(logFile, 'utf8').split('\n');
    const has = (line: string): boolean => line.includes(`"span":"${span}"`) && line.includes(traceId);
    return lines.some(has) ? true : undefined;
  });
