import { isIP } from 'node:net';

/** What no address can be read from, which a proxy may send (RFC 7239 section 6): all of it counts as one. */
const noAddress = 'no address';

/**
 * What counts as one address: an IPv4 address, or the first half of an IPv6 one, since a household gets a whole /64 and
 * may come from anywhere in it (RFC 6177, RFC 4291 section 2.5.1). A port, which some proxies add, is not part of it: who
 * opens another connection would count as somebody else.
 */
export function networkOf(address: string): string {
  const bare = /^\[(.+)\](?::\d+)?$|^([\d.]+):\d+$/.exec(address);
  const [host = ''] = (bare?.[1] ?? bare?.[2] ?? address).split('%');
  switch (isIP(host)) {
    case 4:
      return host;
    case 6:
      return networkOfGroups(groupsOf(host));
    default:
      return noAddress;
  }
}

/** The eight groups of an IPv6 address, as numbers. */
function groupsOf(address: string): number[] {
  // Two colons stand for as many groups of zeros as there is room for; an IPv4 tail is two groups.
  const [head = '', tail = ''] = address.split('::');
  const read = (part: string): number[] => (part === '' ? [] : part.split(':').flatMap(readGroup));
  const [before, after] = [read(head), read(tail)];
  return [...before, ...Array<number>(8 - before.length - after.length).fill(0), ...after];
}

function readGroup(group: string): number[] {
  if (!group.includes('.')) return [parseInt(group, 16)];
  const [a = 0, b = 0, c = 0, d = 0] = group.split('.').map(Number);
  return [a * 256 + b, c * 256 + d];
}

function networkOfGroups(groups: readonly number[]): string {
  const [high = 0, low = 0] = groups.slice(6);
  // An IPv4 address in the clothes of an IPv6 one (RFC 4291 section 2.5.5.2).
  const isMapped = groups.slice(0, 5).every(group => group === 0) && groups[5] === 0xffff;
  if (isMapped) return [high >> 8, high & 255, low >> 8, low & 255].join('.');
  return `${groups
    .slice(0, 4)
    .map(group => group.toString(16))
    .join(':')}::/64`;
}
