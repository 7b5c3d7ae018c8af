import type { SendChannel } from '../../domain/channel';
import { contactIdentities, contactIdentity, taxIdentity, verifiedIdentities } from '../../domain/identity';
import { aPerson } from '../store/fixtures';

test.each([
  {
    rule: 'drops what is not a letter or digit',
    taxId: ' 900.123.456-7 ',
    place: 'CO',
    value: 'CO:9001234567',
  },
  { rule: 'has upper case', taxId: 'gode561231gr8', place: 'MX', value: 'MX:GODE561231GR8' },
  { rule: 'counts the country of an overlay', taxId: '12345678901', place: 'BR-SP', value: 'BR:12345678901' },
  { rule: 'undoes a lost zero of a CPF', taxId: '1234567890', place: 'BR', value: 'BR:01234567890' },
  {
    rule: 'undoes a lost zero of a CNPJ',
    taxId: '1234567000195',
    place: 'BR-RJ',
    value: 'BR:01234567000195',
  },
  { rule: 'drops zeros before a RUT', taxId: '09.876.543-k', place: 'CL', value: 'CL:9876543K' },
  { rule: 'keeps zeros elsewhere', taxId: '0102030405', place: 'EC', value: 'EC:0102030405' },
])('taxIdentity() $rule', ({ taxId, place, value }) => {
  expect(taxIdentity(taxId, place)).toEqual({ kind: 'tax_id', value });
});

test.each(['', '-', 'N/A', 'SIN DATO', '0000000000', '1111', '99999999', 'XXXXXXX'])(
  'taxIdentity() "%s" is nobody\'s',
  (taxId) => {
    expect(taxIdentity(taxId, 'CO')).toBeNull();
  },
);

test('taxIdentity() the same number in two countries is two persons', () => {
  expect(taxIdentity('12345678', 'AR')).not.toEqual(taxIdentity('12345678', 'UY'));
  expect(taxIdentity('12345678', 'AR')).toEqual(taxIdentity('12345678', 'AR-C'));
});

test.each<{ rule: string; channel: SendChannel; address: string; found: string | null }>([
  {
    rule: 'mail in lower case',
    channel: 'email',
    address: ' Ana@Example.COM ',
    found: 'email ana@example.com',
  },
  {
    rule: 'a telephone without signs',
    channel: 'sms',
    address: '+57 (300) 123-4567',
    found: 'phone +573001234567',
  },
  {
    rule: 'the same for WhatsApp',
    channel: 'whatsapp',
    address: '+573001234567',
    found: 'phone +573001234567',
  },
  { rule: 'no telephone without a country', channel: 'voice', address: '3001234567', found: null },
  { rule: 'no mail without @', channel: 'email', address: 'ana', found: null },
  { rule: 'no postal address', channel: 'letter', address: 'Calle 1', found: null },
])('contactIdentity() $rule', ({ channel, address, found }) => {
  const identity = contactIdentity(channel, address);
  expect(identity && `${identity.kind} ${identity.value}`).toBe(found);
});

test('only verified contact points identify; all are where a reply may come from, each once', () => {
  const addresses = { email: 'ana@example.com', sms: '+573001234567', whatsapp: '+573001234567' };
  const ana = aPerson('p', { addresses, verified: ['whatsapp'] });
  expect(verifiedIdentities(ana)).toEqual([{ kind: 'phone', value: '+573001234567' }]);
  expect(contactIdentities(ana).map(({ kind }) => kind)).toEqual(['email', 'phone']);
  expect(verifiedIdentities(aPerson('p'))).toEqual([]);
});
