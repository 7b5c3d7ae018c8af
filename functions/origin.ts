import { timingSafeEqual } from 'node:crypto';
import type { APIGatewayRequestAuthorizerEventV2, APIGatewaySimpleAuthorizerResult } from 'aws-lambda';

/** Header by which the edge proves that a request came through it, past the firewall. */
export const ORIGIN_HEADER = 'x-recobro-origin';

/**
 * Lets through what came by the edge. The gateway has an address of its own, where no firewall stands: whoever calls that
 * one lacks the header.
 */
export const createOriginCheck =
  (readSecret: () => Promise<string | undefined>) =>
  async ({
    headers = {},
  }: Pick<APIGatewayRequestAuthorizerEventV2, 'headers'>): Promise<APIGatewaySimpleAuthorizerResult> => {
    const [given, wanted] = [headers[ORIGIN_HEADER] ?? '', await readSecret()].map((text) =>
      Buffer.from(text ?? ''),
    );
    const isAuthorized =
      given !== undefined &&
      wanted !== undefined &&
      wanted.length > 0 &&
      given.length === wanted.length &&
      timingSafeEqual(given, wanted);
    return { isAuthorized };
  };
