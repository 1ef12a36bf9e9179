/** The stage for a transcript of this repository, by the customer that it names: a pretend bank, or the real one. */
import * as intents from '../../../intents/index.ts';
import { replies } from '../../../models/en-US.replies.ts';
import type { Transcript } from '../transcripts/form.ts';
import { openBankStage, type BankStageOptions } from './bank-stage.ts';
import { openPretendStage } from './pretend-stage.ts';
import type { OpenStage } from './skill-stage.ts';

export function openOwnStage(
  { customer }: Pick<Transcript, 'customer'>,
  options: BankStageOptions,
): Promise<OpenStage> {
  return customer === null
    ? openPretendStage({ intents, replies, model: options.language })
    : openBankStage(options);
}
