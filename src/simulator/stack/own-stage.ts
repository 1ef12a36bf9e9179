/** The stage for a transcript of this repository, by the customer that it names: a pretend bank, or the real one. */
import * as intents from '../../../intents/index.ts';
import { replies } from '../../../models/en-US.replies.ts';
import { openBankStage, type BankStageOptions } from './bank-stage.ts';
import { openPretendStage } from './pretend-stage.ts';
import type { OpenStage } from './skill-stage.ts';

export async function openOwnStage(options: BankStageOptions): Promise<OpenStage> {
  const pretend = await openPretendStage({ intents, replies, model: options.language });
  const bank = await openBankStage(options);
  return {
    open: conversation => (conversation.customer === null ? pretend : bank).open(conversation),
    [Symbol.asyncDispose]: async () => {
      await pretend[Symbol.asyncDispose]();
      await bank[Symbol.asyncDispose]();
    },
  };
}
