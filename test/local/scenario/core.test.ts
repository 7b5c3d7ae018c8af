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
