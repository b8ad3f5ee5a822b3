/** Why an entry can't be read, without a capital letter or full stop. The rest of the snapshot still opens. */
export class Damage extends Error {
  override readonly name = 'Damage';
}
