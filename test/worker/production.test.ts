import { sendsPerSecond } from '../../worker/production';

test.each([
  { text: undefined, expected: undefined },
  { text: '', expected: undefined },
  { text: '14', expected: 14 },
  { text: '0.5', expected: 0.5 },
])('sendsPerSecond() of $text is $expected', ({ text, expected }) => {
  expect(sendsPerSecond({ RECOBRO_SENDS_PER_SECOND: text })).toBe(expected);
});

test.each(['0', '-1', 'many', 'Infinity'])(
  'sendsPerSecond() refuses %s, which would stop or free all sending',
  (text) => {
    expect(() => sendsPerSecond({ RECOBRO_SENDS_PER_SECOND: text })).toThrow('set it to a number above zero');
  },
);
