import { Entity } from 'dynamodb-toolbox/entity';
import { any } from 'dynamodb-toolbox/schema/any';
import { item } from 'dynamodb-toolbox/schema/item';
import { number } from 'dynamodb-toolbox/schema/number';
import { string } from 'dynamodb-toolbox/schema/string';
import { jsonStringify } from 'dynamodb-toolbox/transformers/jsonStringify';
import type { CoreTable } from './entities';
import { personKey } from './keys';
import type { LegalHold } from './types';

/** The person's data key, wrapped; destroyed when they are erased. Apart from the person, so that it goes nowhere else. */
export const personKeyEntity = (table: CoreTable) =>
  new Entity({
    timestamps: false,
    name: 'PersonKey',
    table,
    schema: item({
      tenant: string().key(),
      personId: string().key(),
      version: number(),
      wrapped: string().optional(),
      createdAt: number(),
      holds: any().castAs<readonly LegalHold[]>().transform(jsonStringify()).optional(),
      erasedAt: number().optional(),
    }),
    computeKey: (ref) => ({ pk: personKey(ref), sk: 'KEY' }),
  });
