import { RecobroError } from '../../../domain/errors';
import { problemOf } from '../../../functions/api/problems';
import { erasedPerson } from '../../../store/base';
import { StoreError } from '../../../store/errors';

test.each([
  ['what is not there', new StoreError('store.notFound', 'no account A', { item: 'account A' }), 404],
  ['somebody who was erased', erasedPerson({ personId: 'P-1' }), 409],
  ['a store that is too busy', new StoreError('store.conflict', 'busy', { action: 'write', tries: 10 }), 503],
  ['an argument that cannot be', new RecobroError('calendar.unknownZone', 'no zone X', { zone: 'X' }), 422],
])('%s is a problem that the caller can do something about', (_, error, status) => {
  expect(problemOf(error)).toMatchObject({ status });
});

test('what the caller can do nothing about is not told', () => {
  expect(problemOf(new Error('socket hang up'))).toBeUndefined();
});
