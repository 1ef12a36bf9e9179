import { createHash } from 'node:crypto';

/**
 * An id of the platform as the bank sees it: a SHA-256 that leads nowhere. The label keeps the kinds apart, so that
 * a conversation, a device, a user and a voice can never be joined by their hashes.
 */
export const opaque = (label: 'conversation' | 'device' | 'user' | 'speaker' | 'event', id: string): string =>
  createHash('sha256').update(`sottovoce:alexa:${label}:${id}`).digest('base64url');
