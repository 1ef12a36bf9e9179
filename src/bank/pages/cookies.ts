/** The pages' own cookies (RFC 6265). */
import type { Request, Response } from 'express';

/** A cookie of the pages; over https its name binds it to this host (`__Host-`). */
export interface Cookie {
  readonly read: (request: Request) => string | null;
  readonly write: (response: Response, value: string, maxAgeS?: number) => void;
  readonly remove: (response: Response) => void;
}

/** @param sameSite `strict` unless the browser comes from another site with a purpose */
export function createCookie(name: string, secure: boolean, sameSite: 'strict' | 'lax'): Cookie {
  const full = secure ? `__Host-${name}` : name;
  const options = { httpOnly: true, sameSite, secure, path: '/' } as const;
  return {
    read: request => {
      const pair = (request.headers.cookie ?? '').split(/;\s*/).find(one => one.startsWith(`${full}=`));
      return pair === undefined ? null : pair.slice(full.length + 1);
    },
    write: (response, value, maxAgeS) => {
      response.cookie(full, value, maxAgeS === undefined ? options : { ...options, maxAge: maxAgeS * 1_000 });
    },
    remove: response => {
      response.clearCookie(full, options);
    },
  };
}
