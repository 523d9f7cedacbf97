import { notifications } from '@mantine/notifications';
import { problemOf } from '../protocol/problem';

/** For an action without a place of its own for faults. @param what as in "pause rides" */
export function couldNot(what: string): (error: Error) => void {
  return (error) =>
    notifications.show({
      color: 'red',
      title: `Could not ${what}`,
      message: problemOf(error).detail ?? error.message,
    });
}
