import { playOnCore } from '../../local/scenario/core';
import type { Story } from '../../local/scenario/load';
import type { AccountRun } from '../../local/scenario/trace';
import type { LawLibrary } from '../../policy/law/library';

/** How a story ended: with its runs, or with what kept it from ending. */
export type Ended = readonly AccountRun[] | Error;

/** Runs the stories and says of each, by its place among them, how it ended; in any order. */
export type Engine = (
  stories: readonly Story[],
  onEnd: (index: number, ended: Ended) => void,
) => Promise<void>;

/** The pure core, one story after the other. */
export const onCore =
  (law: LawLibrary): Engine =>
  async (stories, onEnd) => {
    const lawbookOf = (place: string) => (law.has(place) ? law.lawbook(place) : null);
    for (const [index, story] of stories.entries()) {
      onEnd(index, await endOf(async () => playOnCore(story, lawbookOf)));
    }
  };

/** A story that fails does not keep the others from running. */
export const endOf = (run: () => Promise<readonly AccountRun[]>): Promise<Ended> =>
  run().catch((error: unknown) => (error instanceof Error ? error : new Error(String(error))));
