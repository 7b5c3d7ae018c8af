import { instantFromIso } from '../../../domain/time/calendar';
import { runOnCore } from '../../../local/scenario/core';
import { faultsOf } from '../../../local/scenario/expect';
import { lawbookOf, storiesOf, themes } from './fixtures';

const stories = themes.flatMap((theme) => storiesOf(theme).map((story) => ({ theme, id: story.id, story })));

test('the fixtures hold every theme', () => {
  expect(stories.length).toBeGreaterThan(90);
  expect(stories.filter(({ story }) => Object.keys(story.expect).length === 0)).toEqual([]);
});

test.each(stories)('$theme: $id', ({ story }) => {
  expect(faultsOf(runOnCore(story, lawbookOf), story.expect)).toEqual([]);
});

test('a place without a pack gets no message, but a task for a person', () => {
  const [story] = storiesOf('anchor');
  const { touches, tasks } = runOnCore(story!, () => null);
  expect(touches).toEqual([]);
  expect(tasks[0]).toMatchObject({ step: 'aviso', kind: 'unlawful' });
});

test('a date that has begun by the end of the story is told, though its window has not opened', () => {
  const [story] = storiesOf('plan');
  const { stages } = runOnCore({ ...story!, until: instantFromIso('2026-03-11T09:00:00-05:00') }, lawbookOf);
  expect(stages.map(({ on, stage }) => `${on} ${stage}`)).toEqual([
    '2026-03-02 preventive',
    '2026-03-11 administrative',
  ]);
});

test('a hard bounce on one account is news to the others of the person: what was sent counts no more', () => {
  const [story] = storiesOf('multi-account');
  const at = (time: string) => ({
    at: `2026-03-11T${time}-05:00`,
    instant: instantFromIso(`2026-03-11T${time}-05:00`),
  });
  const events = [
    { ...at('10:30:00'), account: 'A1', payment: { id: 'p-1', amount: 100_000 } },
    {
      ...at('11:00:00'),
      account: 'A1',
      bounce: { step: 'hoy', channel: 'sms' as const, kind: 'hard' as const },
    },
  ];
  const { touches } = runOnCore({ ...story!, events }, lawbookOf);
  expect(touches.slice(0, 2)).toMatchObject([
    { account: 'A1', step: 'hoy', at: '2026-03-11T15:00:00Z', channel: 'sms' },
    { account: 'A2', step: 'hoy', at: '2026-03-11T16:00:00Z', channel: 'email' },
  ]);
});
