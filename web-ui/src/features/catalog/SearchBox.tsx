import { CloseButton, Combobox, TextInput, useCombobox } from '@mantine/core';
import { IconBuilding, IconDatabase, IconSearch, IconTag } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { useDebounced } from '../../client/filters';
import { type DatasetSearch, type Suggestion, useSuggestions } from '../../client/search';
import { isTyping } from '../../ui/keys';
import styles from './CatalogPage.module.css';

interface SearchBoxProps {
  readonly value: string;
  readonly onChange: (change: Partial<DatasetSearch>) => void;
}

/** Where words are typed. What they may be the beginning of is offered below, and never chosen by itself. */
export function SearchBox({ value, onChange }: SearchBoxProps) {
  const [text, setText] = useSearchText(value, (q) => onChange({ q }));
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() });
  const settled = useDebounced(text.trim(), 120);
  const { data: suggestions = [] } = useSuggestions(combobox.dropdownOpened ? settled : '');
  const [, navigate] = useLocation();
  const input = useFocusKey();
  const choose = (key: string) => {
    combobox.closeDropdown();
    const chosen = suggestions.find((one) => keyOf(one) === key);
    if (chosen?.kind === 'dataset') navigate(`/datasets/${encodeURIComponent(chosen.value)}`);
    else if (chosen?.kind === 'tag') onChange({ tag: chosen.value, q: '' });
    else if (chosen !== undefined) onChange({ org: chosen.value, q: '' });
  };
  const change = (typed: string) => {
    setText(typed);
    combobox.resetSelectedOption();
    if (typed.trim() === '') combobox.closeDropdown();
    else combobox.openDropdown();
  };
  return (
    <Combobox store={combobox} onOptionSubmit={choose} withinPortal={false} keepMounted={false}>
      <Combobox.Target withAriaAttributes={false}>
        <TextInput
          ref={input}
          className={`grow ${styles.search}`}
          size="sm"
          type="search"
          autoComplete="off"
          role="combobox"
          aria-label="Search datasets"
          aria-expanded={combobox.dropdownOpened && suggestions.length > 0}
          aria-autocomplete="list"
          aria-controls={combobox.listId ?? undefined}
          placeholder="Search names, titles, notes, tags and extras"
          leftSection={<IconSearch size={16} />}
          rightSection={<End text={text} onClear={() => change('')} />}
          value={text}
          onChange={(event) => change(event.currentTarget.value)}
          onBlur={() => combobox.closeDropdown()}
          onKeyDown={(event) => {
            // Without a suggestion under the cursor Enter means the words as they are.
            if (event.key === 'Enter' && combobox.getSelectedOptionIndex() < 0) combobox.closeDropdown();
            if (event.key === 'Escape' && !combobox.dropdownOpened) event.currentTarget.blur();
          }}
        />
      </Combobox.Target>
      <Combobox.Dropdown hidden={suggestions.length === 0}>
        <Combobox.Options aria-label="Suggestions">
          {suggestions.map((one) => (
            <Combobox.Option key={keyOf(one)} value={keyOf(one)}>
              <SuggestionLine suggestion={one} />
            </Combobox.Option>
          ))}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}

const keyOf = ({ kind, value }: Suggestion) => `${kind} ${value}`;

const SIGNS = { dataset: IconDatabase, tag: IconTag, organization: IconBuilding } as const;

function SuggestionLine({ suggestion: { kind, value, title } }: { suggestion: Suggestion }) {
  const Sign = SIGNS[kind];
  return (
    <span className={styles.suggestion}>
      <Sign size={14} aria-hidden />
      <span className="cut">{title || value}</span>
      <span className="small dim cut">{kind === 'dataset' ? value : kind}</span>
    </span>
  );
}

function End({ text, onClear }: { text: string; onClear: () => void }) {
  if (text === '') return <kbd>/</kbd>;
  return <CloseButton size="sm" aria-label="Clear the search" onClick={onClear} />;
}

/** What is typed, handed on when it has settled; it follows the address when that changes by other means. */
function useSearchText(value: string, onSettled: (text: string) => void) {
  const [text, setText] = useState(value);
  const settled = useDebounced(text, 200);
  const sent = useRef(value);
  useEffect(() => {
    if (settled === sent.current) return;
    sent.current = settled;
    onSettled(settled);
  });
  useEffect(() => {
    if (value === sent.current) return;
    sent.current = value;
    setText(value);
  }, [value]);
  return [text, setText] as const;
}

/** The input that `/` leads to, from anywhere on the page. */
function useFocusKey() {
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== '/' || isTyping(event)) return;
      event.preventDefault();
      input.current?.focus();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
  return input;
}
