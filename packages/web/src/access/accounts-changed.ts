import { meQuery, queries } from '../app/queries.ts';
import { phoneAccountsQuery } from './positions-query.ts';

/** Whoever sits where an account came or went may sit there themselves. */
export function accountsChanged(): void {
  void queries.invalidateQueries({ queryKey: phoneAccountsQuery.queryKey });
  void queries.invalidateQueries({ queryKey: meQuery.queryKey });
}
