/** What if: every circumstance of the conversation, in one place, with the one that holds marked. */
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { tokenStates } from '../linking/token-state.ts';
import { bankLines, speakers, type Circumstances } from '../page-api.ts';
import { lineWords, speakerWords } from './circumstance-words.ts';
import { tokenWords } from './linking-words.ts';
import type { Simulator } from './use-simulator.ts';

interface CircumstancesProps {
  readonly simulator: Pick<Simulator, 'change' | 'moveClock'>;
  readonly now: Circumstances;
  readonly customerName: string;
}

/** As a conversation begins; the token is taken as good again where it is not. */
const asEver = { speaker: null, whispers: false, screen: true, bankLine: 'works' } as const;

const clockSteps = [
  ['ten minutes later', 10],
  ['an hour later', 60],
  ['tomorrow', 24 * 60],
] as const;

export const isAltered = ({ speaker, whispers, screen, bankLine, token }: Circumstances): boolean =>
  speaker !== null || whispers || !screen || bankLine !== 'works' || token !== 'valid';

export function WhatIf({ simulator, now, customerName }: CircumstancesProps) {
  const change = (wanted: Partial<Circumstances>) => void simulator.change(wanted);
  const section = useRef<HTMLElement>(null);
  // Opened by its key it takes the keyboard over; opened by its button, which has the focus, it does not.
  useEffect(() => {
    if (document.activeElement?.tagName === 'BUTTON') return;
    section.current?.querySelector<HTMLElement>('input:checked')?.focus();
  }, []);
  return (
    <section ref={section} class="strip what-if" aria-label="What if">
      <div>
        <Choice
          name="speaker"
          legend="Who speaks"
          options={[null, ...speakers]}
          chosen={now.speaker}
          words={speaker =>
            speaker === null ? 'a voice it doesn’t know' : speakerWords(speaker, customerName)
          }
          onChoose={speaker => change({ speaker })}
        />
        <Choice
          name="whispers"
          legend="How"
          options={[false, true]}
          chosen={now.whispers}
          words={whispers => (whispers ? 'whispering' : 'out loud')}
          onChoose={whispers => change({ whispers })}
        />
        <Choice
          name="screen"
          legend="Device"
          options={[true, false]}
          chosen={now.screen}
          words={screen => (screen ? 'has a screen' : 'has none')}
          onChoose={screen => change({ screen })}
        />
      </div>
      <div>
        <Choice
          name="bank-line"
          legend="Bank"
          options={bankLines}
          chosen={now.bankLine}
          words={line => lineWords[line]}
          onChoose={bankLine => change({ bankLine })}
        />
        <Choice
          name="token"
          legend="Alexa’s token"
          options={tokenStates}
          chosen={now.token}
          words={token => tokenWords[token].choice}
          onChoose={token => change({ token })}
        />
        <Row legend="Clock">
          {clockSteps.map(([words, minutes]) => (
            <button key={words} type="button" onClick={() => void simulator.moveClock(minutes)}>
              {words}
            </button>
          ))}
          {isAltered(now) ? (
            <button
              type="button"
              class="as-ever"
              onClick={() => change({ ...asEver, ...(now.token === 'valid' ? {} : { token: 'valid' }) })}
            >
              all as ever again
            </button>
          ) : null}
        </Row>
      </div>
    </section>
  );
}

interface ChoiceProps<Value> {
  readonly name: string;
  readonly legend: string;
  readonly options: readonly Value[];
  readonly chosen: Value;
  readonly words: (value: Value) => string;
  readonly onChoose: (value: Value) => void;
}

function Choice<Value>({ name, legend, options, chosen, words, onChoose }: ChoiceProps<Value>) {
  return (
    <Row legend={legend}>
      {options.map(option => (
        <label key={words(option)}>
          <input type="radio" name={name} checked={option === chosen} onChange={() => onChoose(option)} />
          <span>{words(option)}</span>
        </label>
      ))}
    </Row>
  );
}

const Row = ({ legend, children }: { legend: string; children: ComponentChildren }) => (
  <fieldset>
    <legend>{legend}</legend>
    {children}
  </fieldset>
);
