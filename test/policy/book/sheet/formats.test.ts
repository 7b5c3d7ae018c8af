import { isDateCode } from '../../../../policy/book/sheet/formats';

test.each([
  { code: 'dd/mm/yyyy', isDate: true },
  { code: 'D-MMM-YY;@', isDate: true },
  { code: 'mmmm', isDate: true },
  { code: '[$-es-CO]d "de" mmmm "de" yyyy', isDate: true },
  { code: 'yyyy\\-mm\\-dd hh:mm:ss.000', isDate: true },
  { code: 'General', isDate: false },
  { code: 'Standard', isDate: false },
  { code: 'General" días"', isDate: false },
  { code: '0 \\d', isDate: false },
  { code: '#,##0.00 USD', isDate: false },
  { code: '_-"$"* #,##0.00_-', isDate: false },
  { code: '"R$ "* _d@', isDate: false },
  { code: '[Red]0.00', isDate: false },
  { code: '[h]:mm:ss', isDate: false },
  { code: 'mm:ss', isDate: false },
  { code: '@', isDate: false },
])('isDateCode() says of $code: $isDate', ({ code, isDate }) => {
  expect(isDateCode(code)).toBe(isDate);
});
