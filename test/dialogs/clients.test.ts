import { describe, expect, test } from 'vitest';
import { PROGRAMS } from '../../dialogs/guides.ts';
import { openDialog } from '../../src/conversation/dialog.ts';

const { guides } = openDialog();
const all = PROGRAMS.map((program) => [program, guides.get(program)] as const);

/** Parts of the safe way to change over, by what a step of it says. */
const BACKUP = /\bbackup\b|safe copy|keep your mail on the server/i;
const ADD = /add your address again/i;
const COPY = /\bcopy\b|forward the messages/i;
const CHECK =
  /check (?:in webmail|folder by folder|mailbox by mailbox|that the inbox)|open \*\*mail\*\* and check/i;
const REMOVE = /\*\*(?:Remove|Remove Account|Remove account|Delete Account|−)\*\*|\bremove the old\b/;

describe('the guide for each mail program', () => {
  test.each(all)('%s says for which version it was written', (_, guide) => {
    expect(guide?.version).toMatch(/\d|any mail program/i);
  });

  test.each(all)('%s ends the set-up of POP by switching off that a copy stays on the server', (_, guide) => {
    const steps = guide?.steps.get('setup.POP');
    // A program that cannot do POP says what can instead.
    if (!steps) return expect(guide?.instead).toContain('**IMAP**');
    expect(steps.at(-1)).toMatch(
      /^Last, see that .*(copy of messages|Leave messages on server|leaving a copy|no copy).*off|Right away/,
    );
    expect(steps.at(-1), 'where it is').toMatch(/→|in the settings of the account/);
  });

  test.each(all)('%s leaves the old account until the mail was backed up, copied and checked', (_, guide) => {
    for (const part of ['switch.toIMAP', 'switch.toPOP'] as const) {
      const steps = guide?.steps.get(part);
      if (!steps) continue;
      const at = (pattern: RegExp) => steps.findIndex((step) => pattern.test(step));
      const last = (pattern: RegExp) => steps.findLastIndex((step) => pattern.test(step));
      const [backup, remove] = [at(BACKUP), at(REMOVE)];
      const [add, copy, check] = [last(ADD), last(COPY), last(CHECK)];
      for (const found of [backup, add, copy, check, remove])
        expect(found, `${part}: ${steps.join('\n')}`).not.toBe(-1);
      expect(Math.max(backup, add, copy, check), part).toBeLessThan(remove);
      expect(backup, part).toBeLessThan(add);
      expect(steps[remove], part).toMatch(/^Only when /);
    }
  });

  test('tells nobody in any other part to remove an account', () => {
    for (const [program, guide] of all) {
      for (const [part, steps] of guide?.steps ?? []) {
        if (part.startsWith('switch.')) continue;
        for (const step of steps)
          expect(step, `${program}, ${part}`).not.toMatch(/(?:remove|delete) (?:the|your|an) .*account/i);
      }
    }
  });
});
