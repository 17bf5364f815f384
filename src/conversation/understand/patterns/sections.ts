import type { DialogEvent } from '../../../../dialogs/events.ts';
import { FACTS, type Fact } from '../../../../dialogs/scenarios.ts';
import { TROUBLES, type Trouble } from '../../../../dialogs/subjects.ts';
import { reasonOf } from '../../../reason.ts';
import { mapAll, type YamlFile } from '../../yaml.ts';
import type { Meaning } from '../examples/labels.ts';
import type { Polar } from './file.ts';
import type { Pattern } from './patterns.ts';
import type { Labelled } from './table.ts';

/** Gets ready to read sections of a file of patterns, each of which labels its patterns; they throw `DialogError` with file and line. */
export function openSections(file: YamlFile, compile: (source: string) => Pattern) {
  const labelled = <const Label>(
    path: readonly string[],
    sources: readonly string[] = [],
    label: Label,
  ): Labelled<Label>[] =>
    mapAll(sources.entries(), ([at, source]) => {
      try {
        return { pattern: compile(source), label };
      } catch (error) {
        throw file.wrong([...path, String(at)], `"${source}": ${reasonOf(error)}. Correct the pattern.`);
      }
    });
  const polar = <Label>(
    path: readonly string[],
    sources: Polar | undefined,
    labelOf: (is: boolean) => Label,
  ): Labelled<Label>[] => [
    ...labelled([...path, 'yes'], sources?.yes, labelOf(true)),
    ...labelled([...path, 'no'], sources?.no, labelOf(false)),
  ];
  const perLabel = <Label extends string>(
    path: readonly string[],
    sources: Readonly<Partial<Record<Label, readonly string[]>>>,
    labels: readonly Label[],
  ): Labelled<Label>[] => labels.flatMap((label) => labelled([...path, label], sources[label], label));
  const events = <Label extends string>(
    path: readonly string[],
    sources: Readonly<Partial<Record<Label, readonly string[]>>>,
    labels: readonly Label[],
    eventOf: (label: Label) => DialogEvent,
  ): Labelled<Meaning>[] =>
    perLabel(path, sources, labels).map(({ pattern, label }) => ({
      pattern,
      label: { kind: 'event', event: eventOf(label) },
    }));
  return {
    /** A list, all of which has one label. */
    labelled,
    /** A list of what says yes, and one of what says no. */
    polar,
    /** A list for each of the labels. */
    perLabel,
    /** A list for each of the labels, of which each stands for an event. */
    events,
    facts: (path: readonly string[], sources: Partial<Record<Fact, Polar>>): Labelled<Meaning>[] =>
      FACTS.flatMap((fact) =>
        polar<Meaning>([...path, fact], sources[fact], (is) => ({ kind: 'fact', fact, is })),
      ),
    troubles: (path: readonly string[], sources: Partial<Record<Trouble, string[]>>): Labelled<Meaning>[] =>
      events(path, sources, TROUBLES, (trouble) => ({ type: 'trouble', trouble })),
  };
}
