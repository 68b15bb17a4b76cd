/* Loaded into a test's child process: fails one call on the case's database, or writes down every write to it.
 *
 *   SHIM_PATH   part of the path of the files that are meant
 *   SHIM_FAIL   which call fails: the nth of the kinds below, from 1
 *   SHIM_STICKY set: all later ones fail too
 *   SHIM_ERRNO  with which error
 *   SHIM_LOG    a file that gets every write, truncation and sync, and what the child says on stdout
 *
 * Kinds of calls: write (half of it is written before it fails), sync, truncate. With a log, a sync does nothing: the
 * test decides what reached the disk.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

static long calls, fail_at;
static int sticky, error_number = EIO, log_fd = -1;
static const char *wanted;

__attribute__((constructor)) static void start(void) {
    const char *text;
    wanted = getenv("SHIM_PATH");
    if ((text = getenv("SHIM_FAIL"))) fail_at = atol(text);
    if ((text = getenv("SHIM_ERRNO"))) error_number = atoi(text);
    sticky = getenv("SHIM_STICKY") != NULL;
    if ((text = getenv("SHIM_LOG"))) log_fd = (int)syscall(SYS_openat, AT_FDCWD, text, O_CREAT | O_WRONLY | O_APPEND | O_CLOEXEC, 0600);
}

static int is_wanted(int fd, char *path, size_t size) {
    char link[64];
    if (!wanted) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, size - 1);
    if (length < 0) return 0;
    path[length] = 0;
    return strstr(path, wanted) != NULL;
}

static int fails(void) {
    if (!fail_at) return 0;
    long call = ++calls;
    if (call != fail_at && !(sticky && call > fail_at)) return 0;
    if (call == fail_at) syscall(SYS_write, 2, "FIRED\n", 6);
    errno = error_number;
    return 1;
}

static void note(char kind, const char *path, long long offset, size_t length, const void *bytes) {
    char head[4200];
    if (log_fd < 0) return;
    const char *name = strrchr(path, '/');
    int size = snprintf(head, sizeof head, "%c %s %lld %zu\n", kind, name ? name + 1 : path, offset, bytes ? length : 0);
    syscall(SYS_write, log_fd, head, size);
    if (bytes && length) syscall(SYS_write, log_fd, bytes, length);
}

#define REAL(name) static __typeof__(&name) real; if (!real) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

ssize_t pwrite64(int fd, const void *bytes, size_t length, off64_t offset) {
    REAL(pwrite64);
    char path[4096];
    if (is_wanted(fd, path, sizeof path)) {
        if (fails()) {
            int error = errno;
            if (length > 1) real(fd, bytes, length / 2, offset);
            errno = error;
            return -1;
        }
        note('W', path, offset, length, bytes);
    }
    return real(fd, bytes, length, offset);
}
ssize_t pwrite(int fd, const void *bytes, size_t length, off_t offset) { return pwrite64(fd, bytes, length, offset); }

ssize_t write(int fd, const void *bytes, size_t length) {
    REAL(write);
    char path[4096];
    if (fd == 1) {
        note('A', "stdout", 0, length, bytes);
    } else if (fd > 2 && is_wanted(fd, path, sizeof path)) {
        if (fails()) return -1;
        note('W', path, lseek(fd, 0, SEEK_CUR), length, bytes);
    }
    return real(fd, bytes, length);
}

static int synced(int fd, int (*real)(int)) {
    char path[4096];
    if (!is_wanted(fd, path, sizeof path)) return real(fd);
    if (fails()) return -1;
    note('S', path, 0, 0, NULL);
    return log_fd < 0 ? real(fd) : 0;
}
int fsync(int fd) { REAL(fsync); return synced(fd, real); }
int fdatasync(int fd) { REAL(fdatasync); return synced(fd, real); }

int ftruncate64(int fd, off64_t length) {
    REAL(ftruncate64);
    char path[4096];
    if (is_wanted(fd, path, sizeof path)) {
        if (fails()) return -1;
        note('T', path, length, 0, NULL);
    }
    return real(fd, length);
}
int ftruncate(int fd, off_t length) { return ftruncate64(fd, length); }

int unlink(const char *path) {
    REAL(unlink);
    if (wanted && strstr(path, wanted)) note('U', path, 0, 0, NULL);
    return real(path);
}
