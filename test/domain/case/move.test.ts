import { moveStrategy, previewMove } from '../../../domain/case/move';
import { advance } from '../../../domain/case/next';
import { openCase } from '../../../domain/case/open';
import { receive } from '../../../domain/case/receive';
import { viewAt } from '../../../domain/case/view';
import { at, aCase, anOpening, aStrategy, aTouch, aPayment } from '../../builders';

const from = aStrategy();
const to = aStrategy({
  version: 2,
  stages: from.stages.map((stage) => (stage.name === 'extrajudicial' ? { ...stage, from: 10 } : stage)),
  steps: [
    aTouch('vencido', 1),
    aTouch('nuevo-5', 5),
    aTouch('intima', 6, { required: true }),
    aTouch('nuevo-30', 30),
  ],
});

/** Twelve days late, everything before settled. */
const now = at('2026-03-22 08:00');
const late = () => advance(openCase(anOpening(), from).state, from, now).state;

test('a move keeps days and what is done, passes over what is new and late, and says so', () => {
  const before = late();
  const { state, events } = moveStrategy(before, from, to, now);
  expect(viewAt(state, to, now).anchor?.n).toBe(viewAt(before, from, now).anchor?.n);
  expect(events).toMatchObject([
    { type: 'strategy_moved', from: 'prueba@1', to: 'prueba@2' },
    { type: 'step_skipped', step: 'nuevo-5', reason: 'strategy_moved' },
    { type: 'stage_changed', stage: 'extrajudicial' },
  ]);
  expect(state.progress['D1']?.skipped).toEqual(expect.arrayContaining(['aviso', 'vencido', 'nuevo-5']));
});

test('a required notice of the new version is still sent', () => {
  const { state } = moveStrategy(late(), from, to, now);
  expect(advance(state, to, at('2026-03-22 10:00')).next).toMatchObject({
    kind: 'touch',
    touch: { step: 'intima' },
  });
});

test('the preview says what changes and changes nothing', () => {
  const before = late();
  const kept = JSON.stringify(before);
  expect(previewMove(before, from, to, now)).toEqual({
    stage: { from: 'administrative', to: 'extrajudicial' },
    segment: { from: null, to: null },
    next: {
      from: { at: at('2026-03-22 10:00'), step: null },
      to: { at: at('2026-03-22 10:00'), step: null },
    },
    skipped: ['nuevo-5'],
  });
  expect(JSON.stringify(before)).toBe(kept);
});

test('a case that is over does not move', () => {
  const paid = receive(aCase(), from, aPayment('2026-03-12 09:00', 100_000)).state;
  expect(moveStrategy(paid, from, to, now)).toEqual({ state: paid, events: [] });
});
