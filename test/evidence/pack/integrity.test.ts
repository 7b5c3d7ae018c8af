import { fc, test as property } from '@fast-check/jest';
import { openPack } from '../../../evidence/pack/manifest';
import { packV1 } from '../packs';

const pack = packV1();

property.prop([fc.nat({ max: pack.length - 1 }), fc.integer({ min: 1, max: 255 })], { numRuns: 60 })(
  'any single byte that changes is found, wherever it stands',
  (at, by) => {
    const changed = Buffer.from(pack);
    changed.writeUInt8(changed.readUInt8(at) ^ by, at);
    expect(openPack(changed).faults).not.toEqual([]);
  },
);

test.each([
  ['nothing', Buffer.alloc(0)],
  ['half a pack', pack.subarray(0, pack.length / 2)],
  ['something else', Buffer.from('PK nothing of ours')],
])('%s is no pack', (_, file) => {
  expect(openPack(file).faults).not.toEqual([]);
});
