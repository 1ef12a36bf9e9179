/** What the platform may hold of a customer's link, good or bad. */
export const tokenStates = ['valid', 'none', 'expired', 'revoked', 'wrong-audience', 'wrong-scope'] as const;
export type TokenState = (typeof tokenStates)[number];

/** How a linking ended that the customer went through at the bank. */
export type LinkingOutcome = 'linked' | 'declined' | 'failed';
