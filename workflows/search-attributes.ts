import type { SearchAttributePair } from '@temporalio/common';
import { defineSearchAttributeKey } from '@temporalio/common';
import type { CaseState } from '../domain/case/state';
import { FIRST_STAGE } from '../domain/strategy';
import type { CaseRef } from './contract';

/** Six keywords, never personal data; written at the start of a run, so that they cost no action of their own. */
export const searchAttributes = {
  tenant: defineSearchAttributeKey('RecobroTenant', 'KEYWORD'),
  person: defineSearchAttributeKey('RecobroPerson', 'KEYWORD'),
  place: defineSearchAttributeKey('RecobroPlace', 'KEYWORD'),
  strategy: defineSearchAttributeKey('RecobroStrategy', 'KEYWORD'),
  stage: defineSearchAttributeKey('RecobroStage', 'KEYWORD'),
  outcome: defineSearchAttributeKey('RecobroOutcome', 'KEYWORD'),
} as const;

/** Names and types for registering the attributes with a server. */
export const searchAttributeTypes: Readonly<Record<string, 'Keyword'>> = Object.fromEntries(
  Object.values(searchAttributes).map(({ name }) => [name, 'Keyword']),
);

interface Indexed extends Pick<CaseRef, 'tenant' | 'personId'> {
  readonly place: string;
  readonly strategyVersion: string;
  readonly state: Pick<CaseState, 'stage' | 'outcome'> | null;
}

/** The attributes of a case as it stands. */
export function attributesOf({
  tenant,
  personId,
  place,
  strategyVersion,
  state,
}: Indexed): SearchAttributePair[] {
  return [
    { key: searchAttributes.tenant, value: tenant },
    { key: searchAttributes.person, value: personId },
    { key: searchAttributes.place, value: place },
    { key: searchAttributes.strategy, value: strategyVersion },
    { key: searchAttributes.stage, value: state?.stage ?? FIRST_STAGE },
    { key: searchAttributes.outcome, value: state?.outcome ?? 'open' },
  ];
}
