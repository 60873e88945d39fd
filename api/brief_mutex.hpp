// A mutex for critical sections of a microsecond or two: spins about a hundred times before it sleeps, because
// sleeping and waking cost more than such a section.
#pragma once

#include <pthread.h>

namespace stepstorm::api {

/// A BasicLockable like std::mutex; use it with std::lock_guard.
class BriefMutex {
 public:
  BriefMutex() {
    pthread_mutexattr_t attributes;
    pthread_mutexattr_init(&attributes);
    pthread_mutexattr_settype(&attributes, PTHREAD_MUTEX_ADAPTIVE_NP);
    pthread_mutex_init(&mutex_, &attributes);
    pthread_mutexattr_destroy(&attributes);
  }
  ~BriefMutex() { pthread_mutex_destroy(&mutex_); }
  BriefMutex(const BriefMutex&) = delete;
  BriefMutex& operator=(const BriefMutex&) = delete;

  void lock() { pthread_mutex_lock(&mutex_); }
  void unlock() { pthread_mutex_unlock(&mutex_); }

 private:
  pthread_mutex_t mutex_;
};

}  // namespace stepstorm::api
