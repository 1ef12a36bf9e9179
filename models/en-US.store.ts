/** What we say of the skill in Amazon's store, in American English. Nothing is decided here. */

interface StoreFacts {
  readonly bankName: string;
  /** As the store shows it. */
  readonly skillName: string;
  /** As customers say it. */
  readonly invocationName: string;
  /** How Amazon's testers sign in at the bank, and the PIN that they say. */
  readonly testingAccount: string;
}

export const store = ({ bankName, skillName, invocationName, testingAccount }: StoreFacts) => ({
  name: skillName,
  summary: `Ask about your money at ${bankName}: hear the answer, and nothing else leaves the bank.`,
  description: [
    `${skillName} answers questions about your accounts at ${bankName}: your balance, what you spent and on what, what came in, when your card bill is due, and whether there is an alert.`,
    `Your transactions stay at the bank. It answers each question with figures, like a balance, a total or a number of payments, and with nothing else.`,
    `What you need: an account at ${bankName}, which you link in the app, and a four-digit voice PIN, which you choose at the bank when you link. You say the PIN once in a conversation; it is checked at the bank. After three wrong tries it is locked, and the bank resets it.`,
    `You decide at the bank what may be told, how precisely, about which accounts and until when. To see it, ask "what can you tell me"; to end it, say "stop sharing".`,
    `To begin, say: "Alexa, open ${invocationName}". For what else you can ask, say: "help".`,
  ].join('\n\n'),
  examplePhrases: [
    `Alexa, open ${invocationName}`,
    `Alexa, ask ${invocationName} for my balance`,
    `Alexa, ask ${invocationName} how much I spent on groceries last month`,
  ],
  keywords: ['bank', 'banking', 'balance', 'spending', 'budget', 'account', 'money', bankName],
  testingInstructions: [
    `The skill needs a linked account. Enable it, choose "link account", and sign in at the bank with: ${testingAccount}. The household is made up. Agree to everything on the page that follows.`,
    `1. "Alexa, open ${invocationName}" welcomes you and asks what you would like to know. "help" says what can be asked; "stop" ends it.`,
    `2. "Alexa, ask ${invocationName} for my balance" asks for the voice PIN. Say the one above; you hear the balances.`,
    `3. In the same conversation no PIN is asked for again: "how much did I spend on groceries last month", "have I been paid this month", "do I have any alerts".`,
    `4. Voice code: say three wrong PINs. You hear that the PIN is locked and how it is reset, and the right one fails as well. On the bank's page, under "Voice PIN", choose a new one to reset it.`,
    `5. Without a linked account you hear that it has to be linked, and get a card to link it with.`,
  ].join('\n'),
});
