mention
join number on number.id = mention.number
join conversation on conversation.id = mention.conversation
join entry on entry.id = mention.record >> 32
