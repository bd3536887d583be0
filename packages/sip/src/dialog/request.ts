import { NO_BODY, type Header, type SipRequest } from '../message/message.ts';
import { route, type Dialog } from './dialog.ts';

/** A request of ours inside a dialog, all but its Via (§12.2.1.1). */
export interface InDialogRequest {
  readonly dialog: Dialog;
  readonly request: SipRequest;
}

/** The next request; it takes the next CSeq. */
export function nextRequest(dialog: Dialog, method: string, headers: readonly Header[]): InDialogRequest {
  const number = dialog.localSequence + 1;
  return {
    dialog: { ...dialog, localSequence: number },
    request: build(dialog, { method, number, headers }),
  };
}

/** [DLG-6] §13.2.2.4: the ACK of a 2xx is a request of the dialog with the INVITE's CSeq number. */
export const ackOf2xx = (dialog: Dialog, inviteSequence: number, headers: readonly Header[]): SipRequest =>
  build(dialog, { method: 'ACK', number: inviteSequence, headers });

function build(
  dialog: Dialog,
  {
    method,
    number,
    headers,
  }: { readonly method: string; readonly number: number; readonly headers: readonly Header[] },
): SipRequest {
  const { requestUri, routes } = route(dialog);
  const remoteTag = dialog.remoteTag === '' ? '' : `;tag=${dialog.remoteTag}`;
  return {
    kind: 'request',
    method,
    uri: requestUri,
    headers: [
      ...routes.map((value) => ({ name: 'route', value })),
      { name: 'max-forwards', value: '70' },
      { name: 'from', value: `${dialog.localAddress};tag=${dialog.localTag}` },
      { name: 'to', value: `${dialog.remoteAddress}${remoteTag}` },
      { name: 'call-id', value: dialog.callId },
      { name: 'cseq', value: `${number} ${method}` },
      ...headers,
    ],
    body: NO_BODY,
  };
}
