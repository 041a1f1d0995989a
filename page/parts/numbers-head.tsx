/** The head of a table of estimates beside their exact values. */
export const NumbersHead = ({ of }: { readonly of: string }) => (
  <thead>
    <tr>
      <th scope="col">
        <span class="hidden">{of}</span>
      </th>
      <th scope="col">simulated ± SE</th>
      <th scope="col">exact</th>
      <th scope="col" title="simulated less exact, less the bias of the time step, in standard errors">
        off by
      </th>
    </tr>
  </thead>
);
