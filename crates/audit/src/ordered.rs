//! Work on several threads whose results come out in the order of the items, in bounded memory.

use std::ops::ControlFlow;
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

/// The results of one item on their way out. A full queue holds its worker back.
pub(crate) struct Results<T> {
    to: SyncSender<T>,
}

impl<T> Results<T> {
    /// Hands out a result; says break once nobody takes results any more.
    pub(crate) fn give(&self, result: T) -> ControlFlow<()> {
        match self.to.send(result) {
            Ok(()) => ControlFlow::Continue(()),
            Err(_) => ControlFlow::Break(()),
        }
    }
}

/// Hands each item to whichever of `workers` threads is free. `take` is given every result on the calling thread:
/// all those of the first item, then all those of the second. It may say break to end everything early.
///
/// A worker may run ahead of its turn by `depth` results, then it waits: memory does not grow with the input. What
/// `equip` makes belongs to one worker's thread for all its items.
pub(crate) fn ordered<I: Send, T: Send, W>(
    mut items: impl Iterator<Item = I> + Send,
    workers: usize,
    depth: usize,
    equip: impl Fn() -> W + Sync,
    work: impl Fn(&mut W, I, &Results<T>) + Sync,
    mut take: impl FnMut(T) -> ControlFlow<()>,
) {
    let (to_workers, queue) = sync_channel::<(I, Results<T>)>(0);
    let (to_taker, turns) = sync_channel::<Receiver<T>>(workers);
    let queue = Mutex::new(queue);
    let (queue, equip, work) = (&queue, &equip, &work);
    thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(move || {
                let mut equipment = equip();
                loop {
                    let next = queue
                        .lock()
                        .expect("nobody panics while holding the queue")
                        .recv();
                    let Ok((item, results)) = next else { break };
                    work(&mut equipment, item, &results);
                }
            });
        }
        scope.spawn(move || {
            for item in &mut items {
                let (to, results) = sync_channel(depth);
                // The turn is given first: the taker waits for whoever is to come, never the other way round.
                if to_taker.send(results).is_err() || to_workers.send((item, Results { to })).is_err() {
                    break;
                }
            }
        });
        // Dropped at a break: whoever gives a result after that is told to stop.
        let _ = turns.into_iter().flatten().try_for_each(&mut take);
    });
}

/// Most threads that read the case at once: each keeps pages and looked-up rows of its own, and memory must not grow with
/// the machine.
const MOST_READERS: usize = 4;

/// How many threads read the case at once.
pub(crate) fn readers() -> usize {
    thread::available_parallelism().map_or(1, |cores| cores.get().min(MOST_READERS))
}

/// [`ordered`] for what reads the case, all of which may fail: the first error ends everything. A worker is equipped
/// when it gets its first item.
pub(crate) fn try_ordered<I: Send, T: Send, W, E: Send>(
    items: impl Iterator<Item = I> + Send,
    equip: impl Fn() -> Result<W, E> + Sync,
    work: impl Fn(&mut W, I) -> Result<T, E> + Sync,
    mut take: impl FnMut(T) -> Result<(), E>,
) -> Result<(), E> {
    let mut outcome = Ok(());
    ordered(
        items,
        readers(),
        1,
        || None,
        |equipment, item, results| {
            let equipped = match equipment {
                Some(ready) => Ok(ready),
                None => equip().map(|ready| equipment.insert(ready)),
            };
            // After an error nobody takes them any more.
            let _ = results.give(equipped.and_then(|ready| work(ready, item)));
        },
        |result| {
            outcome = result.and_then(&mut take);
            match outcome {
                Ok(()) => ControlFlow::Continue(()),
                Err(_) => ControlFlow::Break(()),
            }
        },
    );
    outcome
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_the_order_of_the_items() {
        let mut taken = Vec::new();
        ordered(
            0..200_u32,
            4,
            1,
            || (),
            |(), item, results| {
                for step in 0..item % 7 {
                    let _ = results.give((item, step));
                }
            },
            |result| {
                taken.push(result);
                ControlFlow::Continue(())
            },
        );
        let expected: Vec<_> = (0..200)
            .flat_map(|item| (0..item % 7).map(move |step| (item, step)))
            .collect();
        assert_eq!(taken, expected);
    }

    #[test]
    fn a_break_ends_an_endless_input() {
        let mut taken = 0;
        ordered(
            0_u32..,
            2,
            1,
            || (),
            |(), item, results| while results.give(item).is_continue() {},
            |_| {
                taken += 1;
                if taken == 10 {
                    ControlFlow::Break(())
                } else {
                    ControlFlow::Continue(())
                }
            },
        );
        assert_eq!(taken, 10);
    }

    #[test]
    fn the_first_error_ends_everything() {
        let odd = |_: &mut (), item: u32| if item == 70 { Err("work") } else { Ok(item) };
        let mut taken = Vec::new();
        let ended = try_ordered(
            0..200_u32,
            || Ok(()),
            odd,
            |item| {
                taken.push(item);
                Ok(())
            },
        );
        assert_eq!(ended, Err("work"));
        assert_eq!(taken, (0..70).collect::<Vec<_>>());
        let never = try_ordered(0..9_u32, || Err::<(), _>("equip"), odd, |_| Ok(()));
        assert_eq!(never, Err("equip"));
        let refused = try_ordered(
            0..9_u32,
            || Ok(()),
            odd,
            |item| if item == 3 { Err("take") } else { Ok(()) },
        );
        assert_eq!(refused, Err("take"));
    }
}
