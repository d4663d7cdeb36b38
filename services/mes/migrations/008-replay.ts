/**
 * What a replay asks of the stream: the events of a stretch in the order of their time, and the last word on an object
 * before it. What an event is about first of all is its first object.
 */
export const replay = `
create index event_moment on event (time, seq);
drop index event_time;
create index event_subject on event ((objects->0->>'id'), time, seq);
`;
