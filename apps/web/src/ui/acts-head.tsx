/** The head of a column of buttons: heard, not seen. */
export function ActsHead() {
  return (
    <th scope="col">
      <span className="unseen">Actions</span>
    </th>
  )
}
