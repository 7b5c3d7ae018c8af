import { readSubjects } from '../../../policy/experiment/read-subjects';

const head = 'person,arm,cash,cost,currency';

test('readSubjects() adds the accounts of a person up', () => {
  const { subjects, currency } = readSubjects(
    `${head}\nP1,a,100,5,COP\nP1,a,0,7,COP\nP2,b,0,3,COP\n`,
    'x.csv',
  );
  expect(currency).toBe('COP');
  expect(subjects).toEqual([
    { person: 'P1', arm: 'a', cash: 100, cost: 12, hasPaid: true },
    { person: 'P2', arm: 'b', cash: 0, cost: 3, hasPaid: false },
  ]);
});

test.each([
  {
    fault: 'two arms',
    rows: 'P1,a,1,1,COP\nP1,b,1,1,COP',
    says: 'x.csv:3: person P1 is in two arms, a and b',
  },
  {
    fault: 'two currencies',
    rows: 'P1,a,1,1,COP\nP2,b,1,1,PEN',
    says: 'amounts in COP and PEN cannot be added',
  },
  {
    fault: 'a float',
    rows: 'P1,a,1.5,1,COP',
    says: 'x.csv:2: cash "1.5" is not a whole number of minor units',
  },
  { fault: 'no such currency', rows: 'P1,a,1,1,XXX', says: 'there is no currency "XXX"' },
  { fault: 'no person', rows: ',a,1,1,COP', says: 'person and arm may not be empty' },
])('readSubjects() refuses $fault', ({ rows, says }) => {
  expect(() => readSubjects(`${head}\n${rows}\n`, 'x.csv')).toThrow(says);
});

test('readSubjects() names the columns that are missing', () => {
  expect(() => readSubjects('person,group\nP1,a\n', 'x.csv')).toThrow('the header lacks arm, cash');
});
