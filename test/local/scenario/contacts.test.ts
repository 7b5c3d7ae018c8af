import type { Reading } from '../../../domain/law/reading';
import { readingOf } from '../../../domain/law/reading';
import type { ContactRequest, PriorContact } from '../../../domain/law/types';
import { DAY_MS, instantFromIso } from '../../../domain/time/calendar';
import type { ContactLine } from '../../../local/contact-log';
import { contactsOf } from '../../../local/scenario/contacts';
import { playOnCore } from '../../../local/scenario/core';
import type { Story } from '../../../local/scenario/load';
import { traceOf } from '../../../local/scenario/trace';
import { requestFromWire } from '../../../policy/law/wire';
import { lawbookOf, law, storiesOf, themes } from './fixtures';

const stories = themes.flatMap(storiesOf);

const contacts = (story: Story): ContactLine[] => contactsOf(story, playOnCore(story, lawbookOf));
const named = (id: string): Story => stories.find((story) => story.id === id)!;

/** A line of the log as a request, with the same person's earlier lines of the last eight days. */
function asRequest(line: ContactLine, earlier: readonly ContactLine[]): ContactRequest {
  const { request } = requestFromWire(line);
  const oldest = request.at - 8 * DAY_MS;
  const prior = earlier.map(asPrior).filter(({ at }) => at >= oldest);
  return { ...request, prior };
}

const asPrior = (line: ContactLine): PriorContact => {
  const { at, channel, outcome } = requestFromWire({ ...line, prior: [line] }).request.prior[0]!;
  return { at, channel, outcome };
};

/** Lines that the law denies, of those that we have sent: what was made elsewhere is not ours to answer for. */
function violations(lines: readonly ContactLine[], reading: Reading): string[] {
  return lines.flatMap((line, index) => {
    const { pack, request } = requestFromWire(line);
    if (line['dpd'] === null) return [];
    const earlier = lines.slice(0, index).filter(({ person }) => person === line.person);
    const verdict = law.lawbook(pack).judge(asRequest(line, earlier), reading);
    return verdict.allowed ? [] : [`${line.at} ${line.channel} ${verdict.refusals[0]?.rule} ${request.dpd}`];
  });
}

test.each(stories.map((story) => ({ id: story.id, story })))(
  'the law allows every contact of $id',
  ({ story }) => {
    expect(violations(contacts(story), readingOf(story.strategy))).toEqual([]);
  },
);

test('the check sees a contact that the law denies', () => {
  const story = named('two-accounts-one-contact-a-day');
  const lines = contacts(story);
  const [first] = lines;
  expect(violations([...lines.slice(0, 1), first!], 'strict')).toHaveLength(1);
});

test('the check judges a rule set aside by the reading of the strategy', () => {
  const story = named('a-rule-set-aside-lets-both-speak');
  expect(violations(contacts(story), 'strict')).toHaveLength(2);
  expect(violations(contacts(story), 'strict').join()).toMatch('CO-HOUSE-DAY');
});

test('every send of the trace is a contact, at its instant and by its channel', () => {
  for (const story of stories) {
    const runs = playOnCore(story, lawbookOf);
    const sent = contactsOf(story, runs).filter((line) => line['dpd'] !== null);
    const key = (row: { at?: unknown; account?: unknown; channel?: unknown }) =>
      `${String(row.at)} ${String(row.account)} ${String(row.channel)}`;
    expect(sent.map(key).sort()).toEqual(traceOf(story, 'core', runs).touches.map(key).sort());
  }
});

test('the lines of a person are in order of time and complete', () => {
  const [line] = contacts(named('two-accounts-one-contact-a-day'));
  expect(line).toEqual({
    ...{
      person: 'P1',
      account: 'A1',
      debt: null,
      at: '2026-03-11T15:00:00Z',
      channel: 'sms',
      jurisdiction: 'CO',
    },
    ...{ zones: ['America/Bogota'], actor: 'creditor', debtor: 'consumer', recipient: 'debtor', place: null },
    ...{ dpd: 0, facts: [], content: null, outcome: 'unanswered' },
  });
  for (const story of stories) {
    for (const { id } of story.persons) {
      const instants = contacts(story).flatMap(({ person, at }) => (person === id ? instantFromIso(at) : []));
      expect(instants).toEqual([...instants].sort((a, b) => a - b));
    }
  }
});

test('a send that bounced for good is undelivered in the end, its fallback is not', () => {
  const lines = contacts(named('hard-bounce-falls-back-once'));
  expect(lines.map(({ channel, outcome }) => `${channel} ${outcome}`)).toContain('sms undelivered');
  expect(lines.filter(({ outcome }) => outcome === 'undelivered')).toHaveLength(1);
});

test('a contact made elsewhere is there, with the stop facts that held', () => {
  const story = named('random-7-006');
  expect(contacts(story)).toContainEqual(
    expect.objectContaining({
      at: '2026-05-24T11:00:00Z',
      channel: 'voice',
      outcome: 'unanswered',
      account: '',
      dpd: null,
    }),
  );
});
