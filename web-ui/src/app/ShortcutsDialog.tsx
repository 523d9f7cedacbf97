import { Modal } from '@mantine/core';

const GROUPS: readonly { readonly title: string; readonly keys: readonly (readonly [string, string])[] }[] = [
  {
    title: 'Everywhere',
    keys: [
      ['g c', 'Catalog'],
      ['g l', 'Live'],
      ['g s', 'Streams'],
      ['g d', 'Landings'],
      ['g n', 'Alerts'],
      ['g t', 'Topics'],
      ['g e', 'Sessions'],
      ['g x', 'Cleanup'],
      ['g r', 'Access'],
      ['g u', 'Audit'],
      ['/', 'To the search or filter'],
      ['?', 'This list'],
    ],
  },
  {
    title: 'Catalog',
    keys: [
      ['j k', 'Result below, above'],
      ['Enter', 'Open the result'],
      ['↓ ↑', 'Through the suggestions'],
    ],
  },
  {
    title: 'Live table',
    keys: [
      ['Space', 'Pause and resume'],
      ['j k', 'Record below, above'],
      ['Enter', 'Open the record'],
      ['c', 'Copy its value'],
      ['Esc', 'Close the record'],
      ['Home', 'Jump to live'],
      ['Ctrl L', 'Empty the view, keep the place'],
    ],
  },
  {
    title: 'Filter',
    keys: [
      ['Enter', 'Apply'],
      ['Tab', 'Complete'],
      ['Esc', 'Leave'],
    ],
  },
];

export function ShortcutsDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return (
    <Modal opened={opened} onClose={onClose} title="Keyboard shortcuts" size="lg">
      <div style={{ display: 'grid', gridTemplateColumns: 'repeat(auto-fit, minmax(190px, 1fr))', gap: 24 }}>
        {GROUPS.map(({ title, keys }) => (
          <section key={title}>
            <h2 className="section">{title}</h2>
            {keys.map(([key, does]) => (
              <div key={key} className="spread" style={{ padding: '3px 0' }}>
                <span className="dim">{does}</span>
                <span style={{ whiteSpace: 'nowrap' }}>
                  {key.split(' ').map((one) => (
                    <kbd key={one} style={{ marginLeft: 3 }}>
                      {one}
                    </kbd>
                  ))}
                </span>
              </div>
            ))}
          </section>
        ))}
      </div>
    </Modal>
  );
}
