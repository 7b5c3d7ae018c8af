import { JwtVerifier } from 'aws-jwt-verify';
import type { VerifyToken } from '../api/authenticate';

/** Tokens of one OpenID Connect provider; its keys are fetched once and again when it changes them. */
export function createTokenVerifier(issuer: string, audience: string): VerifyToken {
  const verifier = JwtVerifier.create({ issuer, audience, graceSeconds: 30 });
  return (token) => verifier.verify(token);
}
