import { fc, test as property } from '@fast-check/jest';
import { Chance } from '../../simulator/chance';

interface Option {
  readonly id: string;
  readonly share: number;
}

const subject = fc.string({ minLength: 1 });

property.prop([fc.nat(), subject, fc.nat(10_000)])(
  'Chance gives the same number for the same question',
  (seed, id, key) => {
    const asked = () => new Chance(seed, id).draw('responds', key);
    expect(asked()).toBe(asked());
    expect(asked()).toBeGreaterThanOrEqual(0);
    expect(asked()).toBeLessThan(1);
  },
);

const many = Array.from({ length: 20_000 }, (_, index) => new Chance(3, `P${index}`));

test('draws are spread evenly and by name', () => {
  const mean = many.reduce((sum, chance) => sum + chance.draw('age'), 0) / many.length;
  expect(mean).toBeCloseTo(0.5, 1);
  const alike = many.filter((chance) => Math.abs(chance.draw('age') - chance.draw('amount')) < 0.05).length;
  expect(alike / many.length).toBeLessThan(0.12);
});

test.each([0.5, 9, 40])('days() has a mean of %p', (mean) => {
  const found = many.reduce((sum, chance) => sum + chance.days(mean, 'settleDelay'), 0) / many.length;
  expect(found / mean).toBeCloseTo(1, 1);
});

test('lognormal() has its median', () => {
  const values = many.map((chance) => chance.lognormal(90, 0.7, 'amount')).sort((a, b) => a - b);
  expect((values[values.length / 2] ?? 0) / 90).toBeCloseTo(1, 1);
});

test('pick() gives each option its share', () => {
  const options: [Option, Option] = [
    { id: 'a', share: 0.7 },
    { id: 'b', share: 0.3 },
  ];
  const first = many.filter((chance) => chance.pick(options, 'place').id === 'a').length;
  expect(first / many.length).toBeCloseTo(0.7, 1);
});
