import type { MessageAttributeValue, SNSClient } from '@aws-sdk/client-sns';
import { PublishCommand } from '@aws-sdk/client-sns';
import { parsePhoneNumberFromString } from 'libphonenumber-js/min';
import { SegmentedMessage } from 'sms-segments-calculator';
import type { MessageGateway } from '../ports';
import { classifySendError, wrongChannel } from './classify-error';

export interface SnsGatewayOptions {
  /** A client that tries once; see `createAwsClients`. */
  readonly sns: Pick<SNSClient, 'send'>;
  /** Name shown as the sender, where the country allows one. */
  readonly senderId?: string;
  /** Highest price of one message in US dollars, such as `0.10`; dearer ones are not sent. */
  readonly maxPrice?: string;
  /** Own number or short code by ISO country of the recipient; the account's default for the others. */
  readonly originationNumbers?: Readonly<Record<string, string>>;
}

/** SMS by SNS to phone numbers in E.164 form. */
export function createSnsGateway(options: SnsGatewayOptions): MessageGateway {
  return {
    async send(message) {
      if (message.channel !== 'sms') return wrongChannel(message, 'SNS');
      const phone = parsePhoneNumberFromString(message.to);
      if (phone === undefined) {
        const reason = 'BadPhoneNumber: an SMS needs a number in E.164 form, such as +573001234567';
        return { kind: 'not_sent', retryable: false, reason };
      }
      try {
        const MessageAttributes = attributesOf(options, phone.country);
        const publish = new PublishCommand({
          PhoneNumber: phone.number,
          Message: message.text,
          MessageAttributes,
        });
        const { MessageId } = await options.sns.send(publish);
        if (MessageId === undefined) return { kind: 'unknown', reason: 'SNS answered without a message id' };
        return { kind: 'accepted', providerId: MessageId, segments: smsSegments(message.text) };
      } catch (error) {
        return classifySendError(error);
      }
    },
  };
}

/** Parts in which carriers send and bill the text: 160 or 153 characters each in GSM-7, 70 or 67 in UCS-2. */
export const smsSegments = (text: string): number => new SegmentedMessage(text).segmentsCount;

function attributesOf(
  options: SnsGatewayOptions,
  country: string | undefined,
): Record<string, MessageAttributeValue> {
  const { senderId, maxPrice, originationNumbers = {} } = options;
  const originationNumber = country === undefined ? undefined : originationNumbers[country];
  const attribute = (name: string, StringValue: string | undefined, DataType = 'String') =>
    StringValue === undefined ? [] : [[name, { DataType, StringValue }] as const];
  return Object.fromEntries([
    ...attribute('AWS.SNS.SMS.SMSType', 'Transactional'),
    ...attribute('AWS.SNS.SMS.SenderID', senderId),
    ...attribute('AWS.SNS.SMS.MaxPrice', maxPrice, 'Number'),
    ...attribute('AWS.MM.SMS.OriginationNumber', originationNumber),
  ]);
}
