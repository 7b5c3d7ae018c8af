/** Events as their services make them, shortened by what nobody reads. */
const mail = {
  timestamp: '2026-03-10T15:00:00.000Z',
  messageId: 'ses-1',
  source: 'cobranza@example.com',
  destination: ['ana@example.com'],
  tags: { attemptId: ['a'.repeat(32)], tenant: ['acme'], 'ses:configuration-set': ['recobro'] },
};

export const sesBounce = (bounceType: 'Permanent' | 'Transient') => ({
  eventType: 'Bounce',
  bounce: {
    feedbackId: 'f-1',
    bounceType,
    bounceSubType: 'General',
    bouncedRecipients: [{ emailAddress: 'ana@example.com', action: 'failed', status: '5.1.1' }],
    timestamp: '2026-03-10T15:00:07.000Z',
  },
  mail,
});
export const sesComplaint = {
  notificationType: 'Complaint',
  complaint: {
    feedbackId: 'f-2',
    complainedRecipients: [{ emailAddress: 'ana@example.com' }],
    timestamp: '2026-03-11T08:00:00.000Z',
  },
  mail,
};
export const sesDelivery = {
  eventType: 'Delivery',
  delivery: {
    timestamp: '2026-03-10T15:00:05.000Z',
    recipients: ['ana@example.com'],
    processingTimeMillis: 900,
  },
  mail,
};
export const sesOpen = { eventType: 'Open', open: { timestamp: '2026-03-10T15:00:05.000Z' }, mail };

export const smsStatus = (eventType: string) => ({
  eventType,
  eventVersion: '1.0',
  eventTimestamp: Date.parse('2026-03-10T15:00:05Z'),
  isFinal: true,
  messageId: 'sns-1',
  destinationPhoneNumber: '+573001234567',
  context: { attemptId: 'a'.repeat(32), tenant: 'acme' },
});
export const smsLog = (status: 'SUCCESS' | 'FAILURE', providerResponse: string) => ({
  notification: { messageId: 'sns-1', timestamp: '2026-03-10 15:00:05.123' },
  delivery: { destination: '+573001234567', providerResponse, dwellTimeMs: 200 },
  status,
});
export const inboundSms = (messageBody: string) => ({
  originationNumber: '+573001234567',
  destinationNumber: '+5215500000000',
  messageKeyword: 'KEYWORD_1',
  messageBody,
  inboundMessageId: 'in-1',
  previousPublishedMessageId: 'sns-1',
});

export const bySns = (message: object): string =>
  JSON.stringify({
    Type: 'Notification',
    MessageId: 'm-1',
    TopicArn: 'arn',
    Message: JSON.stringify(message),
  });
export const byBus = (detail: object): string =>
  JSON.stringify({
    version: '0',
    id: 'e-1',
    source: 'aws.x',
    'detail-type': 'x',
    time: '2026-03-10T15:00:08Z',
    detail,
  });
