/**
 * What Alexa itself understands for its standard built-in intents, without a sample in the skill's model (Amazon,
 * "Standard Built-in Intents"). A skill's own samples extend these.
 */
export const builtInPhrases: Readonly<Record<string, readonly string[]>> = {
  'AMAZON.CancelIntent': ['cancel', 'never mind', 'forget it'],
  'AMAZON.FallbackIntent': [],
  'AMAZON.HelpIntent': ['help', 'help me', 'can you help me'],
  'AMAZON.NavigateHomeIntent': ['go home', 'home'],
  'AMAZON.NoIntent': ['no', 'no thanks', 'no thank you', 'nope'],
  'AMAZON.RepeatIntent': ['repeat', 'say that again', 'repeat that'],
  'AMAZON.StopIntent': ['stop', 'off', 'shut up', 'goodbye', 'bye', 'exit', 'quit'],
  'AMAZON.YesIntent': ['yes', 'yes please', 'sure', 'yeah', 'okay'],
};
