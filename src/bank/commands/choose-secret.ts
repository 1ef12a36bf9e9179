import { CommandFailed, type CommandContext } from './command.ts';

/**
 * Asks for a new secret without showing it: twice at a terminal, where a slip of the finger would not be seen; once
 * where it comes from standard input.
 *
 * @param name what it is called to whoever is asked, like `PIN`
 * @throws CommandFailed when none was given, or two that differ
 */
export async function chooseSecret(
  context: CommandContext,
  { name, prompt }: { readonly name: string; readonly prompt: string },
): Promise<string> {
  const chosen = await context.readSecret(prompt);
  if (chosen === null) throw new CommandFailed(`No ${name} was given, so nothing changed.`);
  if (context.isInteractive && (await context.readSecret('The same again: ')) !== chosen) {
    throw new CommandFailed('The two are not the same, so nothing changed.');
  }
  return chosen;
}
