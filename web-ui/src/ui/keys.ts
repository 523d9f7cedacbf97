/** Whether a key belongs to a field or a dialog, so that shortcuts must leave it alone. */
export function isTyping(event: KeyboardEvent): boolean {
  const target = event.target;
  if (!(target instanceof HTMLElement)) return false;
  return (
    target.isContentEditable ||
    ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName) ||
    target.closest('[role="dialog"], [role="menu"], [role="listbox"]') !== null
  );
}

/** Enter and Space press a focused button; a shortcut must not take them away. */
export function isPressing(event: KeyboardEvent): boolean {
  const target = event.target;
  return (
    (event.key === ' ' || event.key === 'Enter') &&
    target instanceof HTMLElement &&
    target.closest('button, a, [role="tab"], [role="switch"]') !== null
  );
}
