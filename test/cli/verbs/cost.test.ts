import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ToldEstimate } from '../../../cli/actions/cost-print';
import { LIST_PRICES_FILE } from '../../../simulator/cost/price-list';
import { strategyFile } from '../../simulator/lab';
import { runMain } from '../run-main';

const folder = mkdtempSync(join(tmpdir(), 'recobro-cost-'));
const listed = readFileSync(LIST_PRICES_FILE, 'utf8');

afterAll(() => rmSync(folder, { recursive: true }));

/** A price list in a file of its own. */
function pricesFile(name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

const plain = ['cost', '--accounts', '10000', '--touches', '6'] as const;

async function estimated(...args: readonly string[]): Promise<ToldEstimate> {
  const { out, err, exit } = await runMain(...args, '--json');
  expect({ err, exit }).toEqual({ err: '', exit: 0 });
  return JSON.parse(out) as ToldEstimate;
}

test('cost prints the bill of a month by line, both hosts, and what it does not contain', async () => {
  const { out, exit } = await runMain(...plain);
  expect(exit).toBe(0);
  expect(out).toContain('10,000 accounts, each 120 days; in a life 6 messages');
  for (const line of ['Temporal Cloud', 'DynamoDB', 'KMS', 'Messages, CO', 'Fargate', 'Lambda'])
    expect(out).toContain(line);
  expect(out).toMatch(/^Not contained: support plans, data transfer, taxes/m);
  expect(out).toMatch(/Consumption measured on \d{4}-\d\d-\d\d/);
});

test('cost splits the messages as the mix says, whatever its whole', async () => {
  const { messages } = await estimated(
    ...plain,
    '--mix',
    'email=3,letter=1',
    '--place',
    'MX',
    '--days',
    '30',
  );
  const [email, letter] = messages;
  expect(messages.map(({ service, what }) => [service, what])).toEqual([
    ['Messages, MX', 'email'],
    ['Messages, MX', 'letter'],
  ]);
  expect((email?.quantity ?? 0) / (letter?.quantity ?? 1)).toBeCloseTo(3, 9);
  expect(letter?.usd).toBeCloseTo((letter?.quantity ?? 0) * 0.7, 6);
});

test('cost takes what happens to an account from the simulator, and the size of the book from --accounts', async () => {
  const strategy = ['cost', '--strategy', strategyFile('consumo'), '--sample', '30', '--seed', '3'];
  const [sample, whole] = [
    await estimated(...strategy),
    await estimated(...strategy, '--accounts', '600000'),
  ];
  expect(sample.accounts).toBe(30);
  expect(sample.touchesPerLife).toBeGreaterThan(2);
  expect(whole.touchesPerLife).toBe(sample.touchesPerLife);
  const sms = ({ messages }: ToldEstimate): number =>
    messages.filter(({ what }) => what === 'sms').reduce((sum, { quantity }) => sum + quantity, 0);
  expect(sms(whole) / sms(sample)).toBeCloseTo(20_000, 3);
});

test('prices of your own take the place of the list', async () => {
  const dearer = pricesFile('dearer.yaml', listed.replace('usd: 50', 'usd: 100'));
  const actions = ({ usage }: ToldEstimate): number => usage.find(({ what }) => what === 'actions')?.usd ?? 0;
  const [before, after] = [await estimated(...plain), await estimated(...plain, '--prices', dearer)];
  expect(actions(after)).toBeCloseTo(2 * actions(before), 9);
});

test('tasks of another size take the place of those of prod', async () => {
  const { hosts } = await estimated(...plain, '--fargate', '1x0.25x1');
  expect(hosts.fargate.units).toBe(1);
  expect(hosts.fargate.usd).toBeCloseTo(730.5 * (0.25 * 0.03238 + 0.00356 + 0.005), 6);
});

test.each([
  { what: 'nothing to estimate', args: [], says: 'give --strategy FILE, or --accounts N and --touches N' },
  { what: 'no messages', args: ['--accounts', '10'], says: 'give --strategy FILE, or --touches N' },
  {
    what: 'a figure beside a strategy',
    args: ['--strategy', 'x.yaml', '--touches', '3'],
    says: 'leave out --strategy',
  },
  {
    what: 'a sample without a strategy',
    args: [...plain.slice(1), '--sample', '9'],
    says: '--sample as it is: add --strategy FILE',
  },
  { what: 'a strategy that is not there', args: ['--strategy', 'nada.yaml'], says: 'nada.yaml' },
  { what: 'a channel that is not there', args: ['--mix', 'fax=1'], says: 'Write parts like email=60,sms=40' },
  {
    what: 'a part that is no number',
    args: ['--mix', 'email=all'],
    says: 'Write parts like email=60,sms=40',
  },
  {
    what: 'tasks without a size',
    args: ['--fargate', '2'],
    says: 'Write tasks, vCPU and GB of each like 2x0.5x2.',
  },
  { what: 'no tasks', args: ['--fargate', '0x1x2'], says: 'Write tasks, vCPU and GB of each like 2x0.5x2.' },
  { what: 'no accounts', args: ['--accounts', '0'], says: 'Write a whole number of 1 or more.' },
  { what: 'less than no messages', args: ['--touches', '-1'], says: 'Write a number of 0 or more.' },
  { what: 'a day of 25 hours', args: ['--hours', '25'], says: 'Write a number from 0.1 to 24.' },
  {
    what: 'prices that are not there',
    args: [...plain.slice(1), '--prices', 'nada.yaml'],
    says: 'name an existing file',
  },
])('cost of $what is wrong use, and says how to mend it', async ({ args, says }) => {
  const { out, err, exit } = await runMain('cost', ...args);
  expect(err).toContain(says);
  expect({ out, exit }).toEqual({ out: '', exit: 2 });
});

test.each([
  { what: 'is missing', from: /^ {2}kms_requests.*\n/m, to: '', says: 'kms_requests' },
  { what: 'is negative', from: 'usd: 0.03,', to: 'usd: -0.03,', says: 'US dollars, 0 or more' },
  { what: 'has no source', from: ', source: aws.amazon.com/vpc/pricing', to: '', says: 'who says so' },
  {
    what: 'has steps in disorder',
    from: 'above: 5000000,',
    to: 'above: 15000000,',
    says: 'list the steps from the least',
  },
  { what: 'is of another currency', from: 'currency: USD', to: 'currency: EUR', says: 'currency' },
])(
  'a price list in which something $what is refused with file and line',
  async ({ what, from, to, says }) => {
    const file = pricesFile(`${what}.yaml`, listed.replace(from, to));
    const { err, exit } = await runMain(...plain, '--prices', file);
    expect(exit).toBe(2);
    expect(err).toContain(`Cannot use ${file}`);
    expect(err).toMatch(/:\d+/);
    expect(err).toContain(says);
  },
);
