/**
 * The platform's own interface, as far as a skill calls it while it works on a request: progressive responses, of the
 * "Progressive Response REST API Reference". On this machine alone.
 */
import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import * as z from 'zod';
import { serveOnLoopback } from './loopback.ts';

/** What a skill has said while it worked on one request. */
export interface Meanwhile {
  /** SSML or plain text, in the order in which it came. */
  readonly speech: readonly string[];
  /** What the platform has refused, a sentence each. */
  readonly objections: readonly string[];
}

export const nothingMeanwhile: Meanwhile = { speech: [], objections: [] };

export interface PlatformApi {
  readonly url: string;
  /** What a skill shows; every request carries it. */
  readonly accessToken: string;
  /** Listens for what is said for a request, until it has been answered. */
  readonly listen: (requestId: string) => { readonly stop: () => Meanwhile };
  readonly close: () => Promise<void>;
}

/** Alexa says no more than that for one request. */
const maxDirectives = 5;
const maxBodyBytes = 64 * 1_024;

const body = z.looseObject({
  header: z.looseObject({ requestId: z.string() }),
  directive: z.looseObject({ type: z.literal('VoicePlayer.Speak'), speech: z.string().min(1) }),
});

/** Opens the interface on an ephemeral port of 127.0.0.1. */
export async function openPlatformApi(): Promise<PlatformApi> {
  const accessToken = randomBytes(24).toString('base64url');
  const requests = new Map<string, { speech: string[]; objections: string[] }>();

  /** The status with which Amazon would answer. */
  const take = async (request: IncomingMessage): Promise<number> => {
    if (request.method !== 'POST' || request.url !== '/v1/directives') return 404;
    if (request.headers.authorization !== `Bearer ${accessToken}`) return 401;
    const parsed = body.safeParse(parseJson(await readText(request)));
    // Whose request it was cannot be told: the skill learns it by the status alone.
    if (!parsed.success) return 400;
    const { header, directive } = parsed.data;
    const listening = requests.get(header.requestId);
    if (listening === undefined) return 400;
    if (listening.speech.length === maxDirectives) {
      listening.objections.push(`More than ${maxDirectives} progressive responses are sent for one request.`);
      return 400;
    }
    listening.speech.push(directive.speech);
    return 204;
  };

  const { url, close } = await serveOnLoopback((request, response) => {
    void take(request).then(
      status => response.writeHead(status).end(),
      () => response.writeHead(400).end(),
    );
  });
  return {
    url,
    accessToken,
    listen: requestId => {
      const said = { speech: [], objections: [] };
      requests.set(requestId, said);
      return {
        stop: () => {
          requests.delete(requestId);
          return said;
        },
      };
    },
    close,
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** No more than the limit: what is longer is cut, and is no JSON any more. */
async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  // A request is a stream of bytes; its type says no more than "any".
  for await (const chunk of request as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    bytes += chunk.byteLength;
    if (bytes > maxBodyBytes) break;
  }
  return Buffer.concat(chunks).toString('utf8');
}
