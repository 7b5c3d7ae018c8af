import fc from 'fast-check';
import { accountKey, numbered, shardOf, SHARDS } from '../../store/keys';
import { tableEnvironment, tableNames } from '../../store/tables';

describe('tableNames()', () => {
  test('reads what tableEnvironment() writes', () => {
    const names = { core: 'c', ledger: 'l', idempotency: 'i' };
    expect(tableNames(tableEnvironment(names))).toEqual(names);
  });

  test('says which variable is missing', () => {
    expect(() => tableNames({ RECOBRO_CORE_TABLE: 'c' })).toThrow('set RECOBRO_LEDGER_TABLE');
  });
});

describe('keys', () => {
  test('of different accounts differ, whatever their ids hold', () => {
    const id = fc.string({ unit: fc.constantFrom('#', '%', 'A', 'T', '2', '3'), maxLength: 6 });
    fc.assert(
      fc.property(id, id, id, id, (tenant, accountId, otherTenant, otherAccount) => {
        const same = tenant === otherTenant && accountId === otherAccount;
        const key = accountKey({ tenant, accountId });
        expect(key === accountKey({ tenant: otherTenant, accountId: otherAccount })).toBe(same);
      }),
    );
  });

  test('with numbers sort as the numbers do', () => {
    const seq = fc.integer({ min: 0, max: 9_999_999_999 });
    fc.assert(fc.property(seq, seq, (a, b) => expect(numbered('L', a) < numbered('L', b)).toBe(a < b)));
  });

  test('spread over all partitions of a list', () => {
    const counts = new Map<number, number>();
    for (let n = 0; n < 1_000; n += 1) {
      const shard = shardOf(`account-${n}`);
      counts.set(shard, (counts.get(shard) ?? 0) + 1);
    }
    expect([...counts.keys()].sort()).toEqual(Array.from({ length: SHARDS }, (_, shard) => shard));
    expect(Math.max(...counts.values())).toBeLessThan(200);
  });
});
