import type { CaseFact } from '../../../domain/case/facts';
import { aDebt, aHandoff, anOpening, aPayment, aTouch, at } from '../../builders';
import { dispute, resolve, hold, approve, withdraw, lines, writeOff } from './asked';

describe('a dispute', () => {
  test.each([
    {
      rule: 'of the only debt blocks everything and leaves the case open',
      facts: [dispute('2026-03-12 12:00')],
      told: ['2026-03-11 sent b email'],
    },
    {
      rule: 'that is rejected brings the debt back where its days say',
      facts: [dispute('2026-03-12 12:00'), resolve('2026-03-17 12:00', 'rejected')],
      told: ['2026-03-11 sent b email', '2026-03-18 sent c email'],
    },
    {
      rule: 'that is accepted ends the debt',
      facts: [dispute('2026-03-12 12:00'), resolve('2026-03-17 12:00', 'accepted')],
      told: ['2026-03-11 sent b email', '2026-03-17 paid'],
    },
    {
      rule: 'that is accepted in part leaves the rest',
      facts: [dispute('2026-03-12 12:00'), resolve('2026-03-17 12:00', 'accepted', 40_000)],
      told: ['2026-03-11 sent b email', '2026-03-18 sent c email'],
    },
  ])('$rule', ({ facts, told }) => {
    expect(lines(facts, '2026-03-25')).toEqual(told);
  });
});

describe('a handoff', () => {
  const steps = [
    aTouch('intima', 2, { required: true }),
    aHandoff('juicio', 5, { approval: 'person', requires: ['intima', 'dossier'] }),
  ];
  const dossier = (when: string): CaseFact => ({ kind: 'dossier', at: at(when), complete: true });
  const ready = [dossier('2026-03-13 12:00'), approve('2026-03-16 12:00', 'juicio')];

  test.each([
    {
      rule: 'is made when its day has come and list and approval are complete',
      facts: ready,
      told: ['2026-03-12 sent intima email', '2026-03-16 handed off juicio', '2026-03-16 handed_off'],
    },
    {
      rule: 'waits for its day',
      facts: [dossier('2026-03-13 12:00'), approve('2026-03-13 12:00', 'juicio')],
      told: ['2026-03-12 sent intima email', '2026-03-15 handed off juicio', '2026-03-15 handed_off'],
    },
    {
      rule: 'waits for the window',
      facts: [dossier('2026-03-13 12:00'), approve('2026-03-16 20:00', 'juicio')],
      told: ['2026-03-12 sent intima email', '2026-03-17 handed off juicio', '2026-03-17 handed_off'],
    },
    {
      rule: 'is not made without the approval',
      facts: [dossier('2026-03-13 12:00')],
      told: ['2026-03-12 sent intima email'],
    },
    {
      rule: 'is not made without the dossier',
      facts: [approve('2026-03-16 12:00', 'juicio')],
      told: ['2026-03-12 sent intima email'],
    },
    {
      rule: 'is not made while blocked',
      facts: [...ready.slice(0, 1), hold('2026-03-14 12:00'), approve('2026-03-16 12:00', 'juicio')],
      told: ['2026-03-12 sent intima email'],
    },
    {
      rule: 'is recalled by payment in full',
      facts: [...ready, aPayment('2026-03-20 12:00', 100_000)],
      told: [
        '2026-03-12 sent intima email',
        '2026-03-16 handed off juicio',
        '2026-03-16 handed_off',
        '2026-03-20 paid',
      ],
    },
    {
      rule: 'is not recalled by less',
      facts: [...ready, aPayment('2026-03-20 12:00', 99_999)],
      told: ['2026-03-12 sent intima email', '2026-03-16 handed off juicio', '2026-03-16 handed_off'],
    },
    {
      rule: 'can still be written off',
      facts: [...ready, writeOff('2026-03-20 12:00')],
      told: [
        '2026-03-12 sent intima email',
        '2026-03-16 handed off juicio',
        '2026-03-16 handed_off',
        '2026-03-20 written_off',
      ],
    },
  ])('$rule', ({ facts, told }) => {
    expect(lines(facts, '2026-03-25', { steps })).toEqual(told);
  });

  test('is not made when the notice it requires could not be sent', () => {
    const unreachable = [aTouch('intima', 2, { required: true, via: ['whatsapp'] }), ...steps.slice(1)];
    expect(lines(ready, '2026-03-25', { steps: unreachable })).toEqual([
      '2026-03-12 skipped intima no_channel',
      '2026-03-12 task intima no_channel',
    ]);
  });

  test('an approval counts for the anchor of its time only', () => {
    const opening = anOpening({ debts: [aDebt('D1', '2026-03-10'), aDebt('D2', '2026-03-11')] });
    const facts = [
      dossier('2026-03-13 12:00'),
      approve('2026-03-13 13:00', 'juicio'),
      aPayment('2026-03-14 12:00', 100_000),
    ];
    expect(lines(facts, '2026-03-25', { steps }, opening)).toEqual([
      '2026-03-12 sent intima email',
      '2026-03-14 sent intima email',
    ]);
  });
});

describe('closing', () => {
  const reversal = (when: string): CaseFact => ({ kind: 'reversal', id: 'r', of: 'p-1', at: at(when) });

  test.each([
    {
      rule: 'a paid case opens again when its payment is reversed, and nothing is made up for',
      facts: [aPayment('2026-03-12 12:00', 100_000), reversal('2026-03-20 12:00')],
      told: [
        '2026-03-11 sent b email',
        '2026-03-12 paid',
        '2026-03-20 skipped c anchor_moved',
        '2026-03-20 open',
      ],
    },
    {
      rule: 'a residue within the tolerance is paid',
      facts: [aPayment('2026-03-12 12:00', 99_000)],
      told: ['2026-03-11 sent b email', '2026-03-12 paid'],
    },
    {
      rule: 'more than the tolerance is not',
      facts: [aPayment('2026-03-12 12:00', 98_999)],
      told: ['2026-03-11 sent b email', '2026-03-18 sent c email'],
    },
    {
      rule: 'a withdrawn case stays so, whatever comes',
      facts: [
        withdraw('2026-03-12 12:00'),
        aPayment('2026-03-13 12:00', 100_000),
        reversal('2026-03-14 12:00'),
      ],
      told: ['2026-03-11 sent b email', '2026-03-12 withdrawn'],
    },
    {
      rule: 'a paid case cannot be withdrawn',
      facts: [
        aPayment('2026-03-12 12:00', 100_000),
        withdraw('2026-03-13 12:00'),
        reversal('2026-03-14 12:00'),
      ],
      told: ['2026-03-11 sent b email', '2026-03-12 paid', '2026-03-14 open', '2026-03-18 sent c email'],
    },
  ])('$rule', ({ facts, told }) => {
    expect(lines(facts, '2026-03-25')).toEqual(told);
  });

  test('a case that is over does not follow its anchor', () => {
    const opening = anOpening({ debts: [aDebt('D1', '2026-03-10'), aDebt('D2', '2026-03-11')] });
    const facts = [withdraw('2026-03-12 12:00'), aPayment('2026-03-20 12:00', 100_000)];
    expect(lines(facts, '2026-03-25', {}, opening)).toEqual([
      '2026-03-11 sent b email',
      '2026-03-12 withdrawn',
    ]);
  });

  test('a debt within the tolerance is paid the day after it falls due', () => {
    const stages = [
      { name: 'preventive', from: -10 },
      { name: 'administrative', from: 5 },
    ] as const;
    const opening = anOpening({ debts: [aDebt('D1', '2026-03-10', 900)] });
    expect(lines([], '2026-03-25', { steps: [], stages }, opening)).toEqual(['2026-03-11 paid']);
  });
});
