// Lists of slots in `alive`, one after the other, and where their lengths are among the counts. Between dispatches two take turns: one is read,
// survivors go to the other. A dispatch of `rush` leaves the rest to the `advance` after it in a third.
const NO_LIST = 2u; // to read: every slot
const LIST_DISTURBED = 3u;

const COUNT_ALIVE = 0u; // of each of the two
const COUNT_DISTURBED = 11u;

fn length_of(name: u32) -> u32 {
  return select(COUNT_ALIVE + name, COUNT_DISTURBED, name == LIST_DISTURBED);
}
