import { searchAttributeTypes } from '../workflows/search-attributes';
import type { SearchAttributeType } from './temporal-server';

/** What a service of the local environment is given. */
export interface ServiceContext {
  /** Addresses, credentials and the payload key, as a process of its own would have them in its environment. */
  readonly env: Readonly<Record<string, string>>;
  /** Where logs and data go. */
  readonly stateDir: string;
  readonly progress: (line: string) => void;
}

/** Something that runs on top of Temporal and AWS, such as the worker or the API. */
export interface LocalService {
  readonly name: string;
  /** Shown to people, where it has an address. */
  readonly url?: string;
  stop(): Promise<void>;
}

export type StartService = (context: ServiceContext) => Promise<LocalService>;

export interface LocalSetup {
  readonly searchAttributes: Readonly<Record<string, SearchAttributeType>>;
  /** Started one after the other when Temporal and AWS answer; stopped in the reverse order. */
  readonly services: readonly StartService[];
}

/** Loaded on use, so that commands that start nothing stay light. */
const loadWorker = () => require('./worker-service') as typeof import('./worker-service');

/** What `recobro start` runs besides Temporal and AWS: the worker, on the real clock. */
export const localSetup: LocalSetup = {
  searchAttributes: searchAttributeTypes,
  services: [(context) => loadWorker().startWorkerService(context)],
};
