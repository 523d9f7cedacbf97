import { createTheme, type MantineColorsTuple } from '@mantine/core';

const water: MantineColorsTuple = [
  '#e9f8f5',
  '#d3efe9',
  '#a5ded3',
  '#72ccbc',
  '#48bba8',
  '#26a593',
  '#148073',
  '#0f766e',
  '#0b5f59',
  '#084a45',
];

/** The greys of `tokens.css`, for what Mantine paints by itself in the dark. */
const dark: MantineColorsTuple = [
  '#e7ebed',
  '#a3aeb7',
  '#8f9aa4',
  '#5b666f',
  '#39434a',
  '#252c31',
  '#161b1e',
  '#151a1d',
  '#0f1315',
  '#0a0d0e',
];

const red: MantineColorsTuple = [
  '#fdeeec',
  '#fad9d6',
  '#f3b0aa',
  '#ec857c',
  '#e46259',
  '#d64a40',
  '#c53a31',
  '#b3261e',
  '#951d17',
  '#771611',
];

const small = { defaultProps: { size: 'xs' } };

/** Mantine, made to take its colours and measures from `tokens.css`. */
export const theme = createTheme({
  primaryColor: 'water',
  primaryShade: { light: 7, dark: 6 },
  colors: { water, dark, red },
  fontFamily: 'var(--font)',
  fontFamilyMonospace: 'var(--mono)',
  fontSizes: { xs: '13px', sm: '13px', md: '14px' },
  defaultRadius: 6,
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Button: small,
    TextInput: small,
    PasswordInput: small,
    NumberInput: small,
    Textarea: small,
    Select: small,
    MultiSelect: small,
    TagsInput: small,
    Autocomplete: small,
    Checkbox: small,
    Switch: small,
    SegmentedControl: small,
    ActionIcon: { defaultProps: { size: 28, variant: 'subtle', color: 'gray' } },
    Tooltip: { defaultProps: { openDelay: 300, withArrow: false, fz: 12 } },
    Modal: {
      defaultProps: {
        closeButtonProps: { 'aria-label': 'Close' },
        centered: true,
        overlayProps: { backgroundOpacity: 0.4 },
      },
    },
    Notification: { defaultProps: { closeButtonProps: { 'aria-label': 'Dismiss' } } },
    Menu: { defaultProps: { shadow: 'md', withInitialFocusPlaceholder: false } },
  },
});
